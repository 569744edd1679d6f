/* Choosing units: what is typed narrows the list at once, and the number of ticks is told. The page works without. */
(function () {
  "use strict";
  function fold(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/đ/g, "d");
  }
  document.querySelectorAll("[data-unit-picker]").forEach(function (picker) {
    var find = picker.querySelector("[name=find_text]"), told = picker.querySelector("[data-chosen-units]");
    var none = picker.querySelector("[data-none]"), isWhole = picker.hasAttribute("data-whole");
    var rows = Array.from(picker.querySelectorAll(".unit-list label")).map(function (label) {
      return { label: label, text: fold(label.textContent) };
    });
    function count() {
      var chosen = picker.querySelectorAll(".unit-list input:checked").length + Number(told.dataset.leftOut || 0);
      told.textContent = "Đã chọn " + chosen + " đơn vị.";
    }
    function narrow() {
      var words = fold(find.value).split(/\s+/).filter(Boolean), shown = 0;
      rows.forEach(function (row) {
        var fits = words.every(function (word) { return row.text.indexOf(word) >= 0; });
        row.label.hidden = !fits;
        if (fits) shown += 1;
      });
      picker.querySelectorAll(".unit-list > div").forEach(function (group) {
        group.hidden = !group.querySelector("label:not([hidden])");
      });
      if (isWhole) none.hidden = shown > 0;
    }
    picker.addEventListener("change", count);
    find.addEventListener("input", function (event) { event.stopPropagation(); narrow(); }); /* a search is no change of the plan */
    if (isWhole) { /* nothing is left for the server to find */
      picker.querySelector("[name=find]").hidden = true;
      find.addEventListener("keydown", function (event) { if (event.key === "Enter") event.preventDefault(); });
    }
    window.addEventListener("pageshow", function () { count(); narrow(); }); /* a browser that kept the page kept the ticks */
  });
})();
