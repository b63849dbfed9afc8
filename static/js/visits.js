// A visit that meets no network stays on this phone and goes out by itself. Its key makes sending it twice harmless.
// Kept under the name of whoever is signed in; signing out or another person takes it to nobody else.
(function () {
  "use strict";
  var who = document.body.dataset.who, KEPT = "visit:" + who + ":";
  if (!who) return;
  function waiting() { return Object.keys(localStorage).filter(function (key) { return key.indexOf(KEPT) === 0; }); }
  function say(words) {
    var place = document.querySelector("[data-visit-said]");
    if (!place) {
      place = document.createElement("p");
      place.dataset.visitSaid = "";
      place.className = "text-bold";
      place.setAttribute("role", "status");
      document.querySelector("main").prepend(place);
    }
    place.textContent = words;
  }
  function token() { return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]; }
  // A visit arrived when the answer led to another page; a refusal comes back as a page of errors, and is said.
  function send(address, fields) {
    return fetch(address, { method: "POST", headers: { "X-CSRFToken": token() }, body: new URLSearchParams(fields) }).then(function (answer) {
      if (answer.ok && answer.redirected && answer.url.indexOf("/accounts/") < 0) return answer.url;
      throw answer;
    });
  }
  function sendAll() {
    return waiting().reduce(function (before, key) {
      return before.then(function () {
        var kept = JSON.parse(localStorage.getItem(key));
        return send(kept.address, kept.fields).then(function () {
          localStorage.removeItem(key);
          say("The visit to " + kept.name + " that waited on this phone is saved.");
        }, function (answer) {
          if (answer instanceof Response && answer.status === 422) say("The visit to " + kept.name + " could not be saved as it is. Open it: " + kept.address);
        });
      });
    }, Promise.resolve());
  }
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("form[data-visit]") || navigator.onLine) return;
    event.preventDefault();
    var fields = Array.from(new FormData(form).entries()).filter(function (field) { return field[0] !== "csrfmiddlewaretoken"; });
    var kept = { name: document.querySelector("h1").textContent.trim(), address: location.pathname, fields: fields };
    localStorage.setItem(KEPT + form.elements.key.value, JSON.stringify(kept));
    say("No network. It stays on this phone and goes out by itself.");
  });
  window.addEventListener("online", sendAll);
  document.addEventListener("DOMContentLoaded", function () { if (navigator.onLine) sendAll(); });
})();
