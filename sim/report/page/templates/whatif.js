// Shows the cell that the sliders stand at. Every stop is a cell that was computed; there is nothing between stops.
(function () {
  "use strict";
  var root = document.getElementById("whatif-sliders");
  if (!root) { return; }
  var data = JSON.parse(document.getElementById("whatif-data").textContent);
  var sliders = Array.prototype.slice.call(root.querySelectorAll('input[type="range"]'));
  var rows = root.querySelector("tbody").rows;
  var today = sliders.map(function (slider) { return slider.value; });
  function minus(text) { return text.replace(/(^|[^\w.,-])-(?=\d)/g, "$1\u2212"); }
  function show() {
    var stops = sliders.map(function (slider) { return slider.value; });
    sliders.forEach(function (slider, number) {
      var label = data.labels[number][stops[number]];
      document.getElementById(slider.id + "-value").textContent = label;
      slider.setAttribute("aria-valuetext", label);
    });
    data.cells[stops.join(",")].forEach(function (row, number) {
      var cells = rows[number].cells;
      cells[0].textContent = row[0];
      row[1].forEach(function (level, place) { cells[1 + place].textContent = minus(level); });
      cells[cells.length - 1].textContent = minus(row[2][0]);
      cells[cells.length - 1].className = row[2][1];
    });
    root.querySelector('[data-show="stop"]').textContent =
      stops.join() === today.join() ? "As the scenario stands." : "A combination that was computed, not an estimate between two.";
  }
  sliders.forEach(function (slider) { slider.addEventListener("input", show); });
  root.querySelector('[data-do="today"]').addEventListener("click", function () {
    sliders.forEach(function (slider, number) { slider.value = today[number]; });
    show();
  });
  root.querySelector(".sliders").hidden = false;
  show();
})();
