// The administration. Change pages: what was typed and not saved is not thrown away by a button beside it.
(() => {
  const actions = document.querySelector("form.service-actions");
  const typed = document.querySelector("#content-main > form[id$=_form]");
  if (!actions || !typed) return;

  const text = () =>
    [...new FormData(typed)].map(([name, value]) => [name, value instanceof File ? value.name : value].join("=")).join("&");
  const before = text();
  let touched = false;
  // Lists with a box to choose from are read only when they are sent.
  typed.addEventListener("dblclick", (event) => { touched ||= event.target.tagName === "OPTION"; });

  actions.addEventListener("submit", (event) => {
    if (!touched && text() === before) return;
    event.preventDefault();
    let note = document.getElementById("unsaved");
    if (!note) {
      note = document.createElement("p");
      note.id = "unsaved";
      note.className = "errornote";
      note.setAttribute("role", "alert");
      actions.after(note);
    }
    note.textContent = "";
    // Said again at each press, also to those who hear it.
    requestAnimationFrame(() => {
      note.textContent = "What you typed below is not saved yet. Press “Save and continue editing” first, then this button; " +
        "or load the page again to drop what you typed.";
    });
  });
})();
