/* A file that was read: a part that is pressed opens its fields. Without this, browsers open them by the address alone. */
(function () {
  "use strict";
  function openTarget() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (var fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    var field = target.matches("input, textarea, select") ? target : target.querySelector("textarea, input, select");
    target.scrollIntoView({ block: "center" });
    if (field) field.focus({ preventScroll: true });
  }
  window.addEventListener("hashchange", openTarget);
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^='#']");
    if (link && link.getAttribute("href") === location.hash) openTarget();
  });
  openTarget();
})();
