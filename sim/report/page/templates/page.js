// Opens the contents where there is room for them, shows where in the page one is, and lets the keyboard scroll what
// is wider than its box. Everything can be read without.
(function () {
  "use strict";
  var contents = document.querySelector(".contents details");
  var wide = window.matchMedia("(min-width: 72rem)");
  function openWhereWide() { contents.open = wide.matches; }
  openWhereWide();
  wide.addEventListener("change", openWhereWide);

  var boxes = document.querySelectorAll(".box");
  function reachable() {
    boxes.forEach(function (box) {
      var scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
      if (scrolls) { box.setAttribute("tabindex", "0"); } else { box.removeAttribute("tabindex"); }
      fade(box);
    });
  }
  // Faded at the right as long as there is more to the right.
  function fade(box) {
    box.classList.toggle("more", box.scrollLeft + box.clientWidth < box.scrollWidth - 2);
  }
  boxes.forEach(function (box) { box.addEventListener("scroll", function () { fade(box); }, { passive: true }); });
  reachable();
  window.addEventListener("resize", reachable);
  document.addEventListener("toggle", reachable, true);

  var links = {};
  document.querySelectorAll(".contents a").forEach(function (link) { links[link.hash.slice(1)] = link; });
  if ("IntersectionObserver" in window) {
    var seen = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting || !links[entry.target.id]) { return; }
        Object.keys(links).forEach(function (id) { links[id].removeAttribute("aria-current"); });
        links[entry.target.id].setAttribute("aria-current", "true");
      });
    }, { rootMargin: "0px 0px -75% 0px" });
    document.querySelectorAll("main section[id]").forEach(function (section) { seen.observe(section); });
  }
})();
