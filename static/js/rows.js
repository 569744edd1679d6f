/* Rows of a part: a new one in its place, and ↑ ↓ instead of numbers. Without this, buttons save and numbers are typed. */
(function () {
  "use strict";
  var list = document.querySelector("[data-rows]"), form = list && list.closest("form");
  if (!list) return;
  var prefix = list.dataset.rows, template = form.querySelector("[data-row-template]");
  var total = form.querySelector("[name='" + prefix + "-TOTAL_FORMS']");

  function positionOf(row) { return row.querySelector("[name$='-position']"); }
  function rows() { return Array.from(list.querySelectorAll("[data-row]")); }

  /* How deep a row stands, and the last of those that stand under it: a section moves with what it holds. */
  function levelOf(row) {
    var field = row.querySelector("[name$='-level']");
    return field ? Number(field.value) : 1;
  }

  function isBlank(row) {
    return !Array.from(row.querySelectorAll("textarea, input[type=text]:not([name$='-position'])"))
      .some(function (field) { return field.value.trim(); });
  }

  function lastUnder(row) {
    var last = row, next;
    while ((next = last.nextElementSibling) && levelOf(next) > levelOf(row) && !isBlank(next)) last = next;
    return last;
  }

  function whole(row) {
    var found = [row], last = lastUnder(row);
    while (found[found.length - 1] !== last) found.push(found[found.length - 1].nextElementSibling);
    return found;
  }

  function moveUp(row) {
    var before = row.previousElementSibling;
    while (before && levelOf(before) > levelOf(row)) before = before.previousElementSibling;
    if (before && levelOf(before) < levelOf(row)) before = row.previousElementSibling; // first of its own: out of it
    if (before) whole(row).forEach(function (part) { list.insertBefore(part, before); });
    return before;
  }

  function moveDown(row) {
    var next = lastUnder(row).nextElementSibling;
    if (!next) return null;
    var after = levelOf(next) === levelOf(row) ? lastUnder(next).nextElementSibling : next.nextElementSibling;
    whole(row).forEach(function (part) { list.insertBefore(part, after); });
    return next;
  }

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
    if (!(button.dataset.move === "up" ? moveUp(row) : moveDown(row))) return;
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
