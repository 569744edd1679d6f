/* A table as cells instead of lines with strokes. The box of lines stays what is sent, and can be shown; without this it is all. */
(function () {
  "use strict";
  var ABOVE = "↑", LEFT = "←", START = 3;
  var TOOLS = [
    ["row-below", "+ Hàng dưới"], ["column-right", "+ Cột phải"], ["row-up", "Hàng ↑"], ["row-down", "Hàng ↓"],
    ["column-left", "Cột ←"], ["column-next", "Cột →"], ["row-delete", "Xóa hàng"], ["column-delete", "Xóa cột"],
    ["merge-above", "Gộp với ô trên"], ["merge-left", "Gộp với ô trái"], ["lines", "Sửa dạng chữ"]
  ];

  /* --- lines and cells --- */
  function bare(text) { return text.replace(/\s+/g, " ").trim(); }
  function cellsOf(line) {
    var inner = line.trim().replace(/^\|/, "").replace(/(^|[^\\])\|$/, "$1");
    return inner.split(/(?<!\\)\|/).map(function (cell) { return bare(cell.replace(/\\\|/g, "|")); });
  }
  function rowsOf(text) {
    var lines = text.split("\n").filter(function (line) { return line.trim(); });
    var rows = lines.some(function (line) { return line.indexOf("\t") >= 0; }) ? pasted(text) : lines.map(cellsOf);
    if (rows.length > 1 && rows[1].every(function (cell) { return /^:?-{3,}:?$/.test(cell); })) rows.splice(1, 1);
    return squared(rows);
  }
  function squared(rows) {
    var width = Math.max.apply(null, [1].concat(rows.map(function (row) { return row.length; })));
    return rows.map(function (row) { return row.concat(Array(width - row.length).fill("")); });
  }
  function linesOf(rows) {
    if (!rows.some(function (row) { return row.some(Boolean); })) return "";
    return rows.filter(function (row) { return row.some(Boolean); }).map(function (row) {
      return "| " + row.map(function (cell) { return bare(cell).replace(/\|/g, "\\|"); }).join(" | ") + " |";
    }).join("\n");
  }
  function written(cell) { return cell === ABOVE || cell === LEFT ? "\\" + cell : cell; } // an arrow of a sheet merges nothing

  /* What Excel puts on the clipboard: tabs and line ends, and quotes around a cell that has one within. */
  function pasted(text) {
    var rows = [[]], cell = "", quoted = false;
    text = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (var at = 0; at < text.length; at += 1) {
      var sign = text[at];
      if (quoted) {
        if (sign === '"' && text[at + 1] === '"') { cell += '"'; at += 1; } else if (sign === '"') quoted = false; else cell += sign;
      } else if (sign === '"' && !cell && /^"(?:[^"]|"")*\n(?:[^"]|"")*"(?=[\t\n]|$)/.test(text.slice(at))) quoted = true;
      else if (sign === "\t" || sign === "\n") {
        rows[rows.length - 1].push(written(bare(cell)));
        cell = "";
        if (sign === "\n") rows.push([]);
      } else cell += sign;
    }
    rows[rows.length - 1].push(written(bare(cell)));
    return rows;
  }
  /* A table of Word or of a web page, its merged cells too. */
  function pastedTable(html) {
    var table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
    if (!table) return null;
    var rows = [];
    Array.from(table.rows).forEach(function (row, y) {
      rows[y] = rows[y] || [];
      var x = 0;
      Array.from(row.cells).forEach(function (cell) {
        while (rows[y][x] !== undefined) x += 1;
        for (var down = 0; down < cell.rowSpan; down += 1) {
          rows[y + down] = rows[y + down] || [];
          for (var right = 0; right < cell.colSpan; right += 1) {
            rows[y + down][x + right] = right ? LEFT : down ? ABOVE : written(bare(cell.textContent));
          }
        }
      });
    });
    return rows.map(function (row) { return Array.from(row, function (cell) { return cell === undefined ? "" : cell; }); });
  }

  /* --- one grid --- */
  function Grid(box) {
    var rows = rowsOf(box.value), here = [0, 0];
    if (!box.value.trim()) rows = Array.from({ length: START }, function () { return Array(START).fill(""); });
    var frame = document.createElement("div"), bar = document.createElement("div"), scroll = document.createElement("div");
    frame.className = "cell-grid";
    bar.className = "cell-tools";
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", "Sửa hàng, cột của bảng");
    scroll.className = "cell-scroll";
    TOOLS.forEach(function (tool) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-secondary btn-small";
      button.dataset.tool = tool[0];
      button.textContent = tool[1];
      bar.appendChild(button);
    });
    frame.appendChild(bar);
    frame.appendChild(scroll);
    box.parentNode.insertBefore(frame, box);
    box.hidden = true;

    function tell() {
      box.value = linesOf(rows);
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    function grow(area) { area.style.height = "auto"; area.style.height = area.scrollHeight + "px"; }
    function draw(focuses) {
      var table = document.createElement("table");
      rows.forEach(function (row, y) {
        var tr = table.insertRow();
        row.forEach(function (cell, x) {
          var td = document.createElement(y ? "td" : "th"), area = document.createElement("textarea");
          area.rows = 1;
          area.value = cell;
          area.setAttribute("aria-label", (y ? "Hàng " + (y + 1) : "Tên cột") + ", cột " + (x + 1));
          area.dataset.at = y + "," + x;
          td.appendChild(area);
          tr.appendChild(td);
        });
      });
      scroll.replaceChildren(table);
      scroll.querySelectorAll("textarea").forEach(grow);
      here = [Math.min(here[0], rows.length - 1), Math.min(here[1], rows[0].length - 1)];
      if (focuses) at(here[0], here[1]).focus();
    }
    function at(y, x) { return scroll.querySelector('[data-at="' + y + "," + x + '"]'); }
    function swapped(list, one, other) {
      if (other < 0 || other >= list.length) return false;
      var kept = list[one];
      list[one] = list[other];
      list[other] = kept;
      return true;
    }

    var tools = {
      "row-below": function (y) { rows.splice(y + 1, 0, Array(rows[0].length).fill("")); here[0] = y + 1; },
      "column-right": function (y, x) { rows.forEach(function (row) { row.splice(x + 1, 0, ""); }); here[1] = x + 1; },
      "row-up": function (y) { if (swapped(rows, y, y - 1)) here[0] = y - 1; },
      "row-down": function (y) { if (swapped(rows, y, y + 1)) here[0] = y + 1; },
      "column-left": function (y, x) { if (x) { rows.forEach(function (row) { swapped(row, x, x - 1); }); here[1] = x - 1; } },
      "column-next": function (y, x) { if (x + 1 < rows[0].length) { rows.forEach(function (row) { swapped(row, x, x + 1); }); here[1] = x + 1; } },
      "row-delete": function (y) { if (rows.length > 1) rows.splice(y, 1); else rows[0].fill(""); },
      "column-delete": function (y, x) { if (rows[0].length > 1) rows.forEach(function (row) { row.splice(x, 1); }); else rows.forEach(function (row) { row[0] = ""; }); },
      "merge-above": function (y, x) { if (y) rows[y][x] = rows[y][x] === ABOVE ? "" : ABOVE; },
      "merge-left": function (y, x) { if (x) rows[y][x] = rows[y][x] === LEFT ? "" : LEFT; }
    };

    bar.addEventListener("click", function (event) {
      var button = event.target.closest("[data-tool]");
      if (!button) return;
      event.preventDefault();
      if (button.dataset.tool === "lines") { toggle(button); return; }
      tools[button.dataset.tool](here[0], here[1]);
      tell();
      draw(true);
    });
    function toggle(button) {
      box.hidden = !box.hidden;
      scroll.hidden = !box.hidden;
      button.textContent = box.hidden ? "Sửa dạng chữ" : "Sửa dạng ô";
      bar.querySelectorAll("[data-tool]").forEach(function (other) { if (other !== button) other.hidden = !box.hidden; });
      if (box.hidden) { rows = rowsOf(box.value || "|  |"); draw(true); } else box.focus();
    }
    scroll.addEventListener("focusin", function (event) {
      if (event.target.dataset.at) here = event.target.dataset.at.split(",").map(Number);
    });
    scroll.addEventListener("input", function (event) {
      event.stopPropagation(); // the box tells
      var place = event.target.dataset.at.split(",").map(Number);
      rows[place[0]][place[1]] = event.target.value;
      grow(event.target);
      tell();
    });
    scroll.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault(); // down, as in a sheet
      if (here[0] + 1 === rows.length) { tools["row-below"](here[0]); tell(); draw(true); } else at(here[0] + 1, here[1]).focus();
    });
    scroll.addEventListener("paste", function (event) {
      var text = event.clipboardData.getData("text/plain");
      var found = pastedTable(event.clipboardData.getData("text/html")) || (/[\t\n]/.test(text.trim()) ? pasted(text) : null);
      if (!found || (found.length === 1 && found[0].length === 1)) return;
      event.preventDefault();
      found = squared(found);
      var width = Math.max(rows[0].length, here[1] + found[0].length);
      rows.forEach(function (row) { while (row.length < width) row.push(""); });
      while (rows.length < here[0] + found.length) rows.push(Array(width).fill(""));
      found.forEach(function (row, y) { row.forEach(function (cell, x) { rows[here[0] + y][here[1] + x] = cell; }); });
      tell();
      draw(true);
    });
    draw(false);
  }

  function enhance(root) {
    root.querySelectorAll("textarea.input-cells:not([data-grid])").forEach(function (box) {
      box.dataset.grid = "1";
      Grid(box);
    });
  }
  var list = document.querySelector("[data-rows]");
  if (!list) return;
  enhance(list);
  new MutationObserver(function () { enhance(list); }).observe(list, { childList: true });
  list.addEventListener("toggle", function (event) { // a folded row has no heights to measure
    event.target.querySelectorAll(".cell-scroll textarea").forEach(function (area) { area.style.height = "auto"; area.style.height = area.scrollHeight + "px"; });
  }, true);
})();
