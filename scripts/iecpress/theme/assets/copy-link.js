// Shows each [data-copy] button and copies its address when pressed; without scripts the buttons stay hidden.
for (const button of document.querySelectorAll("[data-copy]")) {
  const words = button.querySelector("[role=status]");
  const said = words.textContent;
  const byHand = () => {
    const field = document.createElement("textarea");
    field.value = button.dataset.copy;
    button.after(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    button.focus();
  };
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      byHand();
    }
    words.textContent = button.dataset.copied;
    setTimeout(() => (words.textContent = said), 3000);
  });
}
