/* Rows of a part: a new one in its place, and ↑ ↓ instead of numbers. Without this, buttons save and numbers are typed. */
(function () {
  "use strict";
  var list = document.querySelector("[data-rows]"), form = list && list.closest("form");
  if (!list) return;
  var prefix = list.dataset.rows, template = form.querySelector("[data-row-template]");
  var total = form.querySelector("[name='" + prefix + "-TOTAL_FORMS']");

  function positionOf(row) { return row.querySelector("[name$='-position']"); }
  function rows() { return Array.from(list.querySelectorAll("[data-row]")); }

  /* The numbers follow the order that one sees. */
  function renumber() {
    rows().forEach(function (row, at) { var field = positionOf(row); if (field) field.value = at + 1; });
    form.dataset.changed = "1";
  }

  function settle(row) {
    var field = positionOf(row), moves = row.querySelector("[data-row-moves]");
    if (!field || !moves) return;
    moves.hidden = false;
    field.closest(".field").hidden = true;
  }

  list.addEventListener("click", function (event) {
    var button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    var row = button.closest("[data-row]");
    var other = button.dataset.move === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (button.dataset.move === "up") list.insertBefore(row, other); else list.insertBefore(other, row);
    renumber();
    button.focus();
  });

  var more = form.querySelector("[data-more]");
  if (more && template) more.addEventListener("click", function (event) {
    event.preventDefault();
    var holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.replace(/__prefix__/g, total.value);
    var row = holder.firstElementChild;
    total.value = Number(total.value) + 1;
    list.appendChild(row);
    row.open = true;
    settle(row);
    renumber();
    var first = row.querySelector("textarea, select, input:not([type=hidden]):not([name$='-position'])");
    if (first) first.focus();
  });

  rows().forEach(settle);
})();
