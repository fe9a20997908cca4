// One instance of the compiled core. Hands arrays to its functions as Python does (words of eight bytes: who owns it,
// which object holds it, elements, bytes of an element, address, shape, strides), and knows no rule of the model.
"use strict";
let plan, exports, memory, carried, whole = {}, imageEnd, top, image = {}, capacity = {}, levels = null;

function view(at, bytes) { return new Uint8Array(memory.buffer, at, bytes); }
function alloc(bytes) {
  const at = Math.ceil(top / 64) * 64;
  const lacking = Math.ceil((at + bytes + 65536) / 65536) - memory.buffer.byteLength / 65536;
  if (lacking > 0) { memory.grow(lacking); }  // RangeError where there is no more
  top = at + bytes;
  return at;
}
function count(shape) { return shape.reduce((a, b) => a * b, 1); }
function array(size, shape, fill) {
  const bytes = size * count(shape), at = alloc(bytes);
  if (fill !== undefined) { view(at, bytes).fill(fill); }
  return { at, size, shape };
}
function bytesOf(one) { return view(one.at, one.size * count(one.shape)); }
function doubles(one) { return new Float64Array(memory.buffer, one.at, count(one.shape)); }
function copied(one) {
  const made = array(one.size, one.shape);
  bytesOf(made).set(bytesOf(one));
  return made;
}
function number(real) { return { raw: new BigInt64Array(new Float64Array([real]).buffer)[0] }; }
function rawOf(one) { return { raw: new DataView(memory.buffer).getBigInt64(one.at, true) }; }

// Runs a function; returns the whole number that it returns, as a BigInt.
function call(name, parts) {
  const words = [];
  for (const part of parts) {
    if (part.raw !== undefined) { words.push(part.raw); continue; }
    const strides = [];
    let stride = part.size;
    for (let axis = part.shape.length - 1; axis >= 0; axis--) { strides[axis] = stride; stride *= part.shape[axis]; }
    words.push(0n, 0n, ...[count(part.shape), part.size, part.at, ...part.shape, ...strides].map(BigInt));
  }
  const before = top, at = alloc(8 * words.length + 8);
  new BigInt64Array(memory.buffer, at, words.length).set(words);
  const result = at + 8 * words.length;
  const status = exports[plan.functions[name]](BigInt(at), BigInt(result));
  const found = new DataView(memory.buffer).getBigInt64(result, true);
  top = before;
  if (status !== 0 && status !== -2) { throw new Error(name + " divided by zero, or left the range of a function"); }
  return found;
}

// The bytes of a content, a row after the other; carried byte by byte of all rows.
function contentOf(blob) {
  if (whole[blob]) { return whole[blob]; }
  const turned = turnedOf(blob), size = plan.blobs[blob][2], rows = turned.length / size, made = new Uint8Array(turned.length);
  for (let b = 0; b < size; b++) { for (let i = 0; i < rows; i++) { made[i * size + b] = turned[b * rows + i]; } }
  if (plan.blobs[blob].length === 3) { whole[blob] = made; }  // differences are of levels that few ask for
  return made;
}
// As carried: whole, or as runs that differ from another one: how many bytes are equal before it, how long it is, it.
function turnedOf(blob) {
  const [first, bytes, , base] = plan.blobs[blob];
  if (base === undefined) { return carried.subarray(first, first + bytes); }
  const made = turnedOf(base).slice();
  let at = 0, from = first;
  function number() {
    let value = 0, times = 1, byte;
    do { byte = carried[from++]; value += (byte & 127) * times; times *= 128; } while (byte > 127);
    return value;
  }
  while (from < first + bytes) {
    at += number();
    const length = number();
    made.set(carried.subarray(from, from + length), at);
    at += length; from += length;
  }
  return made;
}

// What a range writes: the setting itself, or a duration on the grid of time.
function numberOf(range, number) {
  const value = number * range.factor;
  return range.grid ? Math.floor(value * range.grid + 0.5) / range.grid : value;
}

// The image with the chosen level of every dial, or its number, in the memory of the module.
function show(chosen) {
  if (levels === String(chosen)) { return; }
  const placed = Object.assign({}, plan.arrays), patches = [], numbers = [], names = Object.keys(plan.arrays);
  const joined = new Set();  // dials whose levels two of them stand for together
  for (const [a, b, all] of plan.joint) {
    const both = all.find(([one, other]) => one === chosen[a] && other === chosen[b]);
    if (!both) { continue; }
    joined.add(a).add(b);
    for (let i = 0; i < both[2].length; i += 3) {
      const [size, ...shape] = plan.shapes[both[2][i + 2]];
      placed[names[both[2][i]]] = [both[2][i + 1], size, shape];
    }
  }
  chosen.forEach((number, dial) => {
    const { range, levels: all } = plan.dials[dial];
    if (joined.has(dial)) { return; }
    if (range) {
      if (number !== range.own) { range.places.forEach((place) => numbers.push([place, numberOf(range, number)])); }
      return;
    }
    Object.assign(placed, all[number].put);
    patches.push(...all[number].patches);
  });
  top = exports.__heap_base.value;
  image = {};
  for (const name of Object.keys(placed)) {
    const [blob, size, shape] = placed[name];
    image[name] = array(size, shape);
    bytesOf(image[name]).set(contentOf(blob));
  }
  for (const [name, first, bytes] of patches) { view(image[name].at + first, bytes.length).set(bytes); }
  for (const [[name, first], value] of numbers) { new DataView(memory.buffer).setFloat64(image[name].at + first, value, true); }
  imageEnd = top;
  levels = String(chosen);
}

// The customers of a replication, the same for all columns.
function draw(r) {
  const given = (name, place) => image[name + "/" + place];
  const scalar = (name, place) => rawOf(given(name, place));
  const all = given("place_arrivals", 1), perDay = all.shape.slice(1), length = 8 * count(perDay);
  const key = { at: given("place_arrivals", 0).at + 8 * r, size: 8, shape: [1] };
  const counts = { at: all.at + r * length, size: 8, shape: [1, ...perDay] };
  const n0 = Number(new BigInt64Array(memory.buffer, counts.at, count(perDay)).reduce((a, b) => a + b, 0n));
  const drawn = [array(8, [n0]), array(8, [n0]), array(1, [n0])];
  const shares = given("place_arrivals", 8), spaced = shares.shape.slice(1);
  const share = { at: shares.at + 8 * r * count(spaced), size: 8, shape: [1, ...spaced] };
  call("place_arrivals", [key, counts, ...[2, 3, 4, 5, 6, 7].map((p) => given("place_arrivals", p)), share, ...drawn]);
  const times = doubles(drawn[0]), lineages = new BigUint64Array(memory.buffer, drawn[1].at, n0);
  const end = doubles(image.end)[0];
  const order = new Uint32Array(n0);
  for (let i = 0; i < n0; i++) { order[i] = i; }
  order.sort((a, b) => times[a] - times[b] || (lineages[a] < lineages[b] ? -1 : 1));
  let n = n0;
  while (n > 0 && times[order[n - 1]] >= end) { n--; }
  const tape = { arrival: array(8, [n]), lineage: array(8, [n]), channel: array(1, [n]) };
  const [t, l, c] = [doubles(tape.arrival), new BigUint64Array(memory.buffer, tape.lineage.at, n), bytesOf(tape.channel)];
  const before = [doubles(drawn[0]), new BigUint64Array(memory.buffer, drawn[1].at, n0), bytesOf(drawn[2])];
  for (let i = 0; i < n; i++) {
    const from = order[i];
    t[i] = before[0][from]; l[i] = before[1][from]; c[i] = before[2][from];
  }
  const first = array(8, [2]), width = image.first_need.shape[0];
  new BigInt64Array(memory.buffer, first.at, 2).set([0n, BigInt(n)]);
  Object.assign(tape, {
    deadline: array(8, [n]), account: array(4, [n]), language: array(1, [n], 0), needs: array(1, [n]),
    need: array(1, [n, width], 255), hidden: array(1, [n, width], 0), work: array(8, [n, width], 0),
    ambiguity: array(8, [n]), distress: array(8, [n]), patience: array(8, [n]),
  });
  const rows = [key, first, tape.lineage], way = [...rows, tape.channel], none = array(1, [n], 255);
  call("walk_needs", [...way, none, ...[5, 6, 7, 8].map((p) => given("walk_needs", p)), tape.need, tape.needs]);
  call("draw_hidden", [...rows, tape.needs, scalar("draw_hidden", 4), tape.hidden]);
  call("draw_work", [...way, tape.needs, tape.need, given("draw_work", 6), given("draw_work", 7),
    scalar("draw_work", 8), scalar("draw_work", 9), tape.work]);
  call("draw_accounts", [...rows, scalar("draw_accounts", 3), scalar("draw_accounts", 4), tape.account]);
  if (plan.languages) { call("draw_languages", [...rows, given("draw_languages", 3), tape.language]); }
  call("draw_ambiguity", [...way, given("draw_ambiguity", 4), given("draw_ambiguity", 5), tape.ambiguity]);
  call("draw_distress", [...way, given("draw_distress", 4), tape.distress]);
  call("draw_patience", [...way, given("draw_patience", 4), given("draw_patience", 5), tape.patience]);
  call("place_deadlines", [tape.arrival, tape.channel, given("place_deadlines", 2), given("place_deadlines", 3),
    tape.deadline]);
  return { key, tape, n };
}

// One column through the loop: its contacts in order, and its people.
function simulate(column, drawn) {
  const { key, tape, n } = drawn, world = {};
  const own = (name) => image[column + "/" + name];
  const rowsOf = (name) => capacity[name] || plan.first_rows;
  for (const [name, size, , source] of plan.tables) {
    if (source === "given") { world[name] = own(name); }
    if (source === "written") { world[name] = copied(own(name)); }
    if (source === "tape") { world[name] = tape[name]; }
    if (source === "grows") { world[name] = array(size, [name === "wing" ? plan.wings * rowsOf("case") : rowsOf(name)]); }
    if (source === "made") { world[name] = array(size, [2 * n]); world[name].shape = [n]; }
  }
  const [from, until] = new Float64Array(memory.buffer.slice(own("asked").at, own("asked").at + 16));
  let unfinished = 0;
  for (const time of doubles(tape.arrival)) { if (time >= from && time < until) { unfinished++; } }
  const run = () => new DataView(memory.buffer, world.run.at, world.run.size);
  run().setBigInt64(plan.run.key, rawOf(key).raw, true);
  run().setBigInt64(plan.run.unfinished, BigInt(unfinished), true);
  for (;;) {
    const words = [];
    for (const [name] of plan.tables) { words.push(world[name].at, ...world[name].shape); }
    const before = top, at = alloc(8 * words.length);
    new BigInt64Array(memory.buffer, at, words.length).set(words.map(BigInt));
    const stopped = Number(call("simulate", [{ raw: BigInt(at) }]));
    if (stopped < 0) { break; }
    if (stopped >= plan.stage) { throw new Error("a stage began, and there is none"); }
    top = before;
    const name = plan.growing[stopped];
    capacity[name] = 2 * world[name].shape[0];
    world[name] = enlarged(world[name], capacity[name]);
    if (name === "case") { world.wing = enlarged(world.wing, plan.wings * capacity.case); }
  }
  const later = Number(run().getBigInt64(plan.run.later, true));
  if (later > n) { world.contacts = enlarged(world.contacts, n + later); }
  world.contacts.shape = [n + later];
  const behind = { at: world.later.at, size: world.later.size, shape: [later] };
  const numbers = array(8, [later]), number = new BigInt64Array(memory.buffer, numbers.at, later);
  const seen = new DataView(memory.buffer, behind.at, later * behind.size);
  for (let i = 0; i < later; i++) { number[i] = BigInt(seen.getInt32(i * behind.size + plan.case_at, true)); }
  call("put_in_place", [world.contacts, behind, numbers, array(8, [n + 1], 0)]);
  return { contacts: world.contacts, people: world.people, key, tape };
}
function enlarged(table, rows) {
  const made = array(table.size, [rows]);
  bytesOf(made).set(bytesOf(table));
  return made;
}

// Sums over the cases of the cohort, and what is measured of people: [value of each row of the plan].
function measured(column, found) {
  const own = (name) => image[column + "/" + name], channels = own("way").shape[0], values = plan.values;
  const value = array(8 * values, [1], 0), sums = array(8, [channels, values], 0);
  call("measure_cases", [found.contacts, own("asked"), own("way"), own("open_before"), own("coefficients"),
    rawOf(found.key), found.tape.account, found.tape.lineage, value, { at: value.at, size: 8, shape: [values] }, sums,
    array(8, [channels, plan.handoffs, 3], 0), array(8, [found.contacts.shape[0]]), array(8, [channels], 0),
    array(8, [0, channels]), array(8, [0]), array(8, [plan.bins], 0)]);
  const people = found.people.shape[0], loads = array(plan.loads, [1], 0);
  call("measure_people", [found.people, array(1, [people], 1), number(plan.weeks), array(8, [people]),
    array(8, [people]), loads]);
  const sum = doubles(sums), load = new Float64Array(memory.buffer, loads.at, plan.loads / 8);
  function total(place, channel) {
    if (channel >= 0) { return sum[channel * values + place]; }
    let all = 0;
    for (let c = 0; c < channels; c++) { all += sum[c * values + place]; }
    return all;
  }
  return plan.rows.map((row) => {
    if (row.field !== undefined) { return load[row.field]; }
    const below = total(row.below, row.channel);
    return below === 0 ? NaN : total(row.above, row.channel) / below;
  });
}

const CRC = new Uint32Array(256).map((_, n) => {
  for (let bit = 0; bit < 8; bit++) { n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; }
  return n;
});
function checksum(parts) {
  let crc = 0xffffffff;
  for (const part of parts) { for (const byte of part) { crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8); } }
  return (crc ^ 0xffffffff) >>> 0;
}

function replication(r, chosen, check) {
  show(chosen);
  top = imageEnd;
  const drawn = draw(r), begin = top;
  return plan.columns.map((column) => {
    top = begin;
    const found = simulate(column, drawn);
    const rows = check ? checksum([bytesOf(found.contacts), bytesOf(found.people)]) : 0;
    return { values: measured(column, found), rows };
  });
}

self.onmessage = function (event) {
  const asked = event.data;
  try {
    if (asked.plan) {
      plan = asked.plan;
      carried = asked.arrays;
      exports = new WebAssembly.Instance(new WebAssembly.Module(asked.module), {}).exports;
      memory = exports.memory;
      self.postMessage({ ready: true });
      return;
    }
    self.postMessage({ turn: asked.turn, r: asked.r, columns: replication(asked.r, asked.levels, asked.check) });
  } catch (error) {
    levels = null;
    self.postMessage({ turn: asked.turn, r: asked.r, error: String(error && error.message || error) });
  }
};
