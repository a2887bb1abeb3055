// One table of records: find, filter by status, sort, page. Without this script the table stands as it was drawn.
// A list longer than its page is fetched from data-rows and drawn the same way (inspections/publishing/records.py).
(() => {
  const table = document.querySelector("table.records");
  if (!table) return;
  const PAGE = 50;
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells].slice(0, -1);
  const names = heads.map((head) => head.textContent.trim());
  const collator = new Intl.Collator("zh-CN", { numeric: true });
  const today = new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
  const asked = new URLSearchParams(location.search);
  const view = { find: asked.get("find") ?? "", status: asked.get("status") ?? "", sort: asked.get("sort") ?? "", page: 0 };
  let records = [...body.rows].map(fromRow);

  function make(tag, text, ...children) {
    const node = document.createElement(tag);
    if (text !== null) node.textContent = text;
    node.append(...children);
    return node;
  }

  // A line that was valid when the page was made may be over today: it holds all of its last day.
  function over(until, tag) {
    if (until && until < today && tag.classList.contains("final")) {
      tag.className = "tag gone";
      tag.textContent = "已过期";
    }
  }

  function fromRow(row) {
    const tag = row.querySelector(".tag");
    over(row.dataset.until, tag);
    const cells = [...row.cells].slice(0, -1).map((cell) => cell.textContent.trim());
    return { cells, status: tag.textContent, text: row.textContent.toLowerCase(), row };
  }

  function fromFile([main, status, mark, until, more, note, unnamed], headings) {
    const row = make("tr", null);
    main.forEach((value, place) => {
      const cell = make(place ? "td" : "th", value ?? "待核实");
      if (place) cell.dataset.m = names[place];
      else cell.scope = "row";
      row.append(cell);
    });
    if (unnamed) row.cells[0].append(make("small", `（另有 ${unnamed} 家，来源没有写名字，这里也不写）`));
    const tag = make("span", status);
    tag.className = `tag ${mark}`;
    const cell = make("td", null, tag);
    cell.className = "state";
    cell.dataset.m = "状态";
    const list = make("dl", null);
    more.forEach((value, place) => value && list.append(make("div", null, make("dt", headings[place]), " ", make("dd", value))));
    const last = make("td", null, list);
    last.className = "origin";
    if (note) last.append(Object.assign(make("p", note), { className: "conflict" }));
    row.append(cell, last);
    if (until) row.dataset.until = until;
    return fromRow(row);
  }

  function labelled(id, words, control) {
    control.id = id;
    const label = make("label", words);
    label.htmlFor = id;
    return make("div", null, label, control);
  }

  function select(first, options, chosen) {
    const node = make("select", null, new Option(first, ""), ...options.map((word) => new Option(word, word)));
    node.value = chosen;
    return node;
  }

  const find = Object.assign(make("input", null), { type: "search", value: view.find, autocomplete: "off" });
  const status = select("全部", [...new Set(records.map((record) => record.status))], view.status);
  const order = select("原来的顺序", names.flatMap((name) => [name, `${name}（倒序）`]), "");
  const count = make("p", null);
  count.setAttribute("role", "status");
  const before = Object.assign(make("button", "上一页"), { type: "button" });
  const after = Object.assign(make("button", "下一页"), { type: "button" });
  const tools = make("div", null, labelled("find", "查找企业或产品", find), labelled("status", "状态", status), labelled("order", "排序", order));
  tools.className = "tools";
  const turn = make("div", null, before, after);
  turn.className = "tools";
  table.before(tools, count);
  table.after(turn);

  heads.forEach((head, place) => {
    const button = make("button", names[place]);
    button.type = "button";
    button.addEventListener("click", () => {
      view.sort = view.sort === names[place] ? `-${names[place]}` : names[place];
      draw();
    });
    head.replaceChildren(button);
  });

  function shown() {
    const words = view.find.trim().toLowerCase();
    const found = records.filter((one) => (!view.status || one.status === view.status) && (!words || one.text.includes(words)));
    const place = names.indexOf(view.sort.replace(/^-/, ""));
    if (place < 0) return found;
    const way = view.sort.startsWith("-") ? -1 : 1;
    return found.sort((one, other) => way * collator.compare(one.cells[place], other.cells[place]));
  }

  function remember() {
    const kept = Object.entries({ find: view.find, status: view.status, sort: view.sort }).filter(([, value]) => value);
    history.replaceState(null, "", kept.length ? `?${new URLSearchParams(kept)}` : location.pathname);
  }

  function draw() {
    const found = shown();
    view.page = Math.min(view.page, Math.max(0, Math.ceil(found.length / PAGE) - 1));
    const first = view.page * PAGE;
    const page = found.slice(first, first + PAGE);
    body.replaceChildren(...page.map((record) => record.row));
    heads.forEach((head, place) => {
      const up = view.sort === names[place], down = view.sort === `-${names[place]}`;
      head.setAttribute("aria-sort", up ? "ascending" : down ? "descending" : "none");
    });
    order.value = view.sort.startsWith("-") ? `${view.sort.slice(1)}（倒序）` : view.sort;
    count.textContent = found.length
      ? `找到 ${found.length} 行，显示第 ${first + 1}–${first + page.length} 行`
      : "没有符合的。换个说法，或者少写几个字再试。";
    turn.hidden = found.length <= PAGE;
    before.disabled = first === 0;
    after.disabled = first + PAGE >= found.length;
    remember();
  }

  const change = (set) => () => { set(); view.page = 0; draw(); };
  find.addEventListener("input", change(() => { view.find = find.value; }));
  status.addEventListener("change", change(() => { view.status = status.value; }));
  order.addEventListener("change", change(() => { view.sort = order.value.endsWith("（倒序）") ? `-${order.value.slice(0, -4)}` : order.value; }));
  before.addEventListener("click", () => { view.page -= 1; draw(); });
  after.addEventListener("click", () => { view.page += 1; draw(); });

  draw();
  if (table.dataset.rows) {
    fetch(table.dataset.rows).then((answer) => answer.json()).then(({ more, rows }) => {
      records = rows.map((row) => fromFile(row, more));
      const known = [...status.options].map((option) => option.value);
      [...new Set(records.map((record) => record.status))].filter((word) => !known.includes(word)).forEach((word) => status.add(new Option(word, word)));
      status.value = view.status;
      table.caption.textContent = table.caption.textContent.split("；")[0];
      draw();
    });
  }
})();
