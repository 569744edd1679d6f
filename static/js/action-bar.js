/* The bar of steps below a paper: it rests while the box with the same steps is in sight. Without this, both are there. */
(function () {
  "use strict";
  var bar = document.querySelector(".action-bar");
  var box = document.querySelector(".page-next .panel-actions");
  if (!bar || !box || !("IntersectionObserver" in window)) return;
  new IntersectionObserver(function (seen) {
    bar.hidden = seen[seen.length - 1].isIntersecting;
  }).observe(box);
})();
