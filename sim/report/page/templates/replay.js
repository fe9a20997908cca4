// One morning, twice: a pod as a V and the departments as desks, with the same customers, at the time of one slider.
// Every moment is drawn from the data alone, so scrubbing, stepping and playing are the same thing.
(function () {
  "use strict";
  var root = document.getElementById("replay-scene");
  if (!root) { return; }
  var data = JSON.parse(document.getElementById("replay-data").textContent);
  var NS = "http://www.w3.org/2000/svg";
  var COLOURS = ["#56B4E9", "#E69F00", "#4CC29A", "#E39CC4", "#F0E442", "#FF9A5C", "#9FB7C9", "#CFCFCF"];
  var KIND = 0, CASE = 1, PERSON = 2, TEAM = 3, START = 4, END = 5, NEED = 6, CHANGE = 7, WARM = 8;
  var still = window.matchMedia("(prefers-reduced-motion: reduce)");

  function find(name) { return root.querySelector('[data-do="' + name + '"]'); }
  function made(parent, name, attributes, text) {
    var node = document.createElementNS(NS, name);
    Object.keys(attributes || {}).forEach(function (key) { node.setAttribute(key, attributes[key]); });
    if (text !== undefined) { node.textContent = text; }
    parent.appendChild(node);
    return node;
  }
  function clock(seconds) {
    var minutes = data.opens + Math.floor(seconds / 60);
    return ("0" + Math.floor(minutes / 60) % 24).slice(-2) + ":" + ("0" + minutes % 60).slice(-2);
  }
  function letter(need) { return need < 0 ? "?" : data.letters[need]; }
  function colour(need) { return need < 0 ? "#BBBBBB" : COLOURS[need % COLOURS.length]; }
  function moveTo(node, x, y, shown) {
    node.style.transform = "translate(" + x.toFixed(1) + "px," + y.toFixed(1) + "px)";
    node.style.opacity = shown ? 1 : 0;
  }

  function isBeside(s) { return s[KIND] === "l" || s[KIND] === "j"; }

  // What everybody does at a moment: the step or wait of each customer, the lead and the listeners of each step.
  function stateAt(column, time) {
    var ofCase = {}, ofPerson = {}, wings = {};
    column.stretches.forEach(function (s) {
      if (s[START] > time || s[END] <= time) { return; }
      if (isBeside(s)) { ofPerson[s[PERSON]] = s; (wings[s[CASE]] = wings[s[CASE]] || []).push(s[PERSON]); return; }
      ofCase[s[CASE]] = s;
      if (s[KIND] === "s") { ofPerson[s[PERSON]] = s; }
    });
    return { ofCase: ofCase, ofPerson: ofPerson, wings: wings };
  }

  function dots(svg) {
    return data.channels.map(function () {
      var dot = made(svg, "g", { "class": "moves" });
      made(dot, "circle", { r: 8 });
      made(dot, "text", { y: 3.5 });
      return dot;
    });
  }
  function drawDot(dot, x, y, stretch, followed) {
    var circle = dot.firstChild;
    circle.setAttribute("fill", colour(stretch ? stretch[NEED] : -1));
    circle.setAttribute("class", followed ? "followed" : "");
    circle.setAttribute("r", followed ? 11 : 8);
    dot.lastChild.textContent = stretch ? letter(stretch[NEED]) : "";
    moveTo(dot, x, y, Boolean(stretch));
  }

  function departments(svg, column) {
    var count = column.teams.length, width = 420 / count;
    column.teams.forEach(function (name, team) {
      var x = width * team;
      made(svg, "rect", { "class": "desk", x: x + 6, y: 34, width: width - 12, height: 92, rx: 5 });
      made(svg, "text", { x: x + width / 2, y: 24 }, name.length > width / 7 ? name.slice(0, width / 7 - 1) + "…" : name);
    });
    made(svg, "text", { "class": "quiet", x: 210, y: 142 }, "↑ served    ↓ in the queue");
    made(svg, "text", { "class": "quiet", x: 210, y: 262 }, "↓ handed over, lying until somebody looks");
    var customers = dots(svg);
    return function (state, followed) {
      var across = Math.max(1, Math.floor((width - 16) / 19)), total = {}, taken = {};
      function team(s) { return s[KIND] === "s" ? column.people[s[PERSON]][1] : s[TEAM]; }
      Object.keys(state.ofCase).forEach(function (number) {
        var place = team(state.ofCase[number]) + state.ofCase[number][KIND];
        total[place] = (total[place] || 0) + 1;
      });
      customers.forEach(function (dot, number) {
        var s = state.ofCase[number], place, at, step, top;
        if (!s) { drawDot(dot, 210, 360, null, false); return; }
        place = team(s) + s[KIND];
        at = taken[place] = (taken[place] || 0) + 1;
        at -= 1;
        // Long queues stand closer together, so that they stay in their place.
        step = Math.min(20, 80 / Math.max(1, Math.ceil(total[place] / across) - 1));
        top = s[KIND] === "s" ? 50 : s[KIND] === "p" ? 280 : 160;
        step = s[KIND] === "s" ? Math.min(step, 64 / Math.max(1, Math.ceil(total[place] / across) - 1)) : step;
        drawDot(dot, width * Math.max(team(s), 0) + 17 + 19 * (at % across), top + step * Math.floor(at / across), s, number === followed);
      });
    };
  }

  function pod(svg, column) {
    var members = column.people.map(function (p, number) { return p[1] === 0 ? number : -1; }).filter(function (n) { return n >= 0; });
    var gap = Math.min(44, 250 / Math.max(1, Math.ceil((members.length - 1) / 2)));
    made(svg, "text", { "class": "quiet", x: 62, y: 24 }, "flies ahead: the lead");
    made(svg, "text", { "class": "quiet", x: 70, y: 342 }, "waiting for the pod");
    made(svg, "text", { "class": "quiet", x: 352, y: 24 }, "with another pod");
    var threads = made(svg, "g", {});
    var people = {};
    members.forEach(function (number) {
      var node = people[number] = made(svg, "g", { "class": "moves" });
      made(node, "rect", { "class": "colleague", x: -11, y: -11, width: 22, height: 22, rx: 4, fill: colour(column.people[number][0]) });
      made(node, "text", { y: 4 }, letter(column.people[number][0]));
    });
    var customers = dots(svg);
    function spot(rank) {
      var row = Math.ceil(rank / 2), side = rank === 0 ? 0 : rank % 2 ? -1 : 1;
      return [210 + side * row * gap, 76 + row * gap * 0.72, side];
    }
    return function (state, followed) {
      var order = [], places = {};
      function add(number) { if (people[number] && order.indexOf(number) < 0) { order.push(number); } }
      var first = state.ofCase[followed];
      if (first && first[KIND] === "s") { add(first[PERSON]); (state.wings[followed] || []).forEach(add); }
      // Who leads flies before who listens, who listens before who is free; the newest lead first.
      members.filter(function (n) { return state.ofPerson[n] && state.ofPerson[n][KIND] === "s"; })
        .sort(function (a, b) { return state.ofPerson[b][START] - state.ofPerson[a][START] || a - b; })
        .forEach(function (n) { add(n); (state.wings[state.ofPerson[n][CASE]] || []).forEach(add); });
      members.filter(function (n) { return state.ofPerson[n]; }).forEach(add);
      members.forEach(add);
      order.forEach(function (number, rank) {
        places[number] = spot(rank);
        people[number].firstChild.setAttribute("class", state.ofPerson[number] ? "colleague" : "colleague idle");
        moveTo(people[number], places[number][0], places[number][1], true);
      });
      threads.textContent = "";
      Object.keys(state.wings).forEach(function (number) {
        var lead = state.ofCase[number];
        state.wings[number].forEach(function (wing) {
          if (!lead || lead[KIND] !== "s" || !places[wing] || !places[lead[PERSON]]) { return; }
          made(threads, "line", { "class": "thread", x1: places[wing][0], y1: places[wing][1], x2: places[lead[PERSON]][0], y2: places[lead[PERSON]][1] });
        });
      });
      var waiting = 0, elsewhere = 0;
      customers.forEach(function (dot, number) {
        var s = state.ofCase[number], at;
        if (!s) { drawDot(dot, 210, 30, null, false); return; }
        if (s[KIND] === "s" && places[s[PERSON]]) {
          at = places[s[PERSON]];
          drawDot(dot, at[0] + at[2] * 25, at[1] - (at[2] ? 8 : 28), s, number === followed);
        } else if (s[KIND] !== "s" && s[TEAM] === 0) {
          drawDot(dot, 20 + 19 * (waiting % 20), 318 - 20 * Math.floor(waiting / 20), s, number === followed);
          waiting += 1;
        } else {
          drawDot(dot, 315 + 19 * (elsewhere % 5), 42 + 20 * Math.floor(elsewhere / 5), s, number === followed);
          elsewhere += 1;
        }
      });
    };
  }

  var figures = root.querySelectorAll("figure");
  var drawers = data.columns.map(function (column, number) {
    var svg = figures[number].querySelector("svg");
    return column.pod ? pod(svg, column) : departments(svg, column);
  });
  var told = root.querySelectorAll('[data-show="told"]');
  var time = 0, playing = null, followed = data.followed.length ? data.followed[0] : -1;

  function sentence(column, s) {
    var team = s[TEAM] >= 0 ? column.teams[s[TEAM]] : "another pod";
    if (s[KIND] === "q") { return "waits in " + team; }
    if (s[KIND] === "p") { return "lies at " + team + " until somebody looks at it"; }
    if (s[KIND] === "b") { return "meets a bot"; }
    var who = data.functions[column.people[s[PERSON]][0]];
    var home = column.people[s[PERSON]][1] >= 0 ? column.teams[column.people[s[PERSON]][1]] : "another pod";
    var whom = who === home ? who : who + " of " + home;
    if (s[KIND] === "l") { return whom + " listens in"; }
    if (s[KIND] === "j") { return whom + " joins for " + data.functions[s[NEED]]; }
    var verb = s[CHANGE] === 2 ? "is handed to " : s[CHANGE] === 1 ? "is led on by " : "is served by ";
    return verb + whom + (s[WARM] ? " who had listened in" : "");
  }
  function tellFollowed() {
    data.columns.forEach(function (column, number) {
      if (!told[number]) { return; }
      told[number].textContent = "";
      column.stretches.filter(function (s) { return s[CASE] === followed; }).forEach(function (s) {
        var item = document.createElement("li");
        item.textContent = clock(s[START]) + " " + sentence(column, s);
        told[number].appendChild(item);
      });
    });
  }
  function draw() {
    find("scrub").value = time;
    find("scrub").setAttribute("aria-valuetext", clock(time));
    root.querySelector('[data-show="clock"]').textContent = clock(time);
    data.columns.forEach(function (column, number) {
      var state = stateAt(column, time), waiting = 0, served = 0, handed = 0, led = 0;
      Object.keys(state.ofCase).forEach(function (one) { if (state.ofCase[one][KIND] === "s") { served += 1; } else { waiting += 1; } });
      column.stretches.forEach(function (s) { if (s[START] <= time && s[START] >= 0) { handed += s[CHANGE] === 2; led += s[CHANGE] === 1; } });
      drawers[number](state, followed);
      figures[number].querySelector('[data-show="count"]').textContent =
        served + " served, " + waiting + " waiting; so far " + "handoffs " + handed + ", lead changes inside a team " + led;
      var now = state.ofCase[followed];
      figures[number].querySelector('[data-show="moment"]').textContent =
        "The customer followed " + (now ? sentence(column, now) + "." : "is not there now.");
    });
  }
  function moments() {
    var found = {};
    data.columns.forEach(function (column) {
      column.stretches.forEach(function (s) { if (s[CASE] === followed && s[START] >= 0 && !isBeside(s)) { found[s[START]] = true; } });
    });
    return Object.keys(found).map(Number).sort(function (a, b) { return a - b; });
  }
  function stop() {
    if (playing !== null) { window.clearInterval(playing); playing = null; }
    find("play").textContent = "Play";
    find("play").setAttribute("aria-pressed", "false");
  }
  function play() {
    if (playing !== null) { stop(); return; }
    if (time >= data.length) { time = 0; }
    find("play").textContent = "Pause";
    find("play").setAttribute("aria-pressed", "true");
    // Without motion the same play goes in strides of two seconds.
    var stride = still.matches ? 2000 : 250;
    playing = window.setInterval(function () {
      time = Math.min(data.length, time + Number(find("speed").value) * stride / 1000);
      draw();
      if (time >= data.length) { stop(); }
    }, stride);
  }
  function jump(forward) {
    stop();
    var all = moments();
    var next = forward ? all.filter(function (m) { return m > time; })[0] : all.filter(function (m) { return m < time; }).pop();
    if (next !== undefined) { time = next; draw(); }
  }

  data.followed.forEach(function (number, rank) {
    var option = document.createElement("option");
    option.value = number;
    option.textContent = "customer " + (rank + 1) + ", by " + data.channels[number];
    find("follow").appendChild(option);
  });
  find("play").addEventListener("click", play);
  find("back").addEventListener("click", function () { jump(false); });
  find("next").addEventListener("click", function () { jump(true); });
  find("scrub").addEventListener("input", function (event) { stop(); time = Number(event.target.value); draw(); });
  find("follow").addEventListener("change", function (event) { followed = Number(event.target.value); tellFollowed(); draw(); });
  root.querySelector(".controls").hidden = false;
  root.querySelector(".scenes").hidden = false;
  var start = moments();
  time = start.length ? start[0] : 0;
  tellFollowed();
  draw();
})();
