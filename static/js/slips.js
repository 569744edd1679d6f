/* Choosing slips: how many are ticked stands beside the button, and one box ticks all. The page works without. */
(function () {
  "use strict";
  document.querySelectorAll("form[data-slips]").forEach(function (form) {
    var boxes = Array.from(form.querySelectorAll("input[name=person]")), words = form.querySelector("[data-chosen]");
    var all = document.createElement("input"), label = document.createElement("label");
    all.type = "checkbox";
    all.className = "form-check-input";
    label.className = "choose-all";
    label.append(all, "Chọn mọi phiếu trên trang này");
    form.prepend(label);
    function count() {
      var chosen = boxes.filter(function (box) { return box.checked; }).length;
      words.textContent = "Đã chọn " + chosen;
      words.hidden = !chosen;
      all.checked = chosen > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
    all.addEventListener("change", function () {
      boxes.forEach(function (box) { box.checked = all.checked; });
      count();
    });
    form.addEventListener("change", count);
    window.addEventListener("pageshow", count); /* a browser that kept the page kept the ticks */
  });
})();
