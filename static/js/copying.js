/* “Chép đoạn này”: puts the text of a box on the clipboard. Without a script the box is still there to be chosen by hand. */
(function () {
  "use strict";

  document.querySelectorAll("[data-copies]").forEach(function (button) {
    var box = document.getElementById(button.dataset.copies);
    var words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", function () {
      box.select();
      // Of the two ways the older one works without https, as in an office's own network.
      if (document.execCommand("copy")) {
        button.textContent = "Đã chép";
        window.setTimeout(function () { button.textContent = words; }, 3000);
      }
    });
  });
})();
