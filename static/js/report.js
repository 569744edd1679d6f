/* A report is kept box by box while one types. What the portal cannot take now waits on this machine. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-report]");
  if (!form) return;
  var told = form.querySelector("[data-state]"), url = form.dataset.report;
  var key = "report:" + form.dataset.of + ":" + location.pathname; // of this person: others may sit here next
  var dirty = {}, sending = {}, timer = 0, leaving = false, ended = false, pressed = null;

  function rowOf(field) { return field.closest("[data-code], [data-part]"); }
  function nameOf(row) { return row.dataset.code || row.dataset.part; }
  function find(row, name) { return row.querySelector("[data-field='" + name + "']"); }

  function tell(words, isBad) {
    told.textContent = words;
    told.classList.toggle("is-bad", Boolean(isBad));
  }

  /* --- on this machine, until the portal has it --- */
  function held() {
    try { return JSON.parse(localStorage.getItem(key)) || {}; } catch (error) { return {}; }
  }
  function hold(row) { // with what the page had read: what others write meanwhile is told, though the page is loaded anew
    keep(nameOf(row), { said: fieldsOf(row), seen: row.querySelector("[data-seen]").value });
  }
  function drop(row) { keep(nameOf(row), null); }
  function keep(name, what) {
    var all = held();
    if (what) all[name] = what; else delete all[name];
    try {
      if (Object.keys(all).length) localStorage.setItem(key, JSON.stringify(all)); else localStorage.removeItem(key);
    } catch (error) { /* full, or not allowed */ }
  }

  function fieldsOf(row) {
    var said = {};
    row.querySelectorAll("[data-field]").forEach(function (field) { said[field.dataset.field] = field.value; });
    return said;
  }

  function bodyOf(row) {
    var body = new URLSearchParams(fieldsOf(row));
    body.set(row.dataset.part ? "part" : "code", nameOf(row));
    body.set("seen", row.querySelector("[data-seen]").value);
    body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    return body;
  }

  /* --- what came of it, at the row --- */
  function showErrors(row, errors) {
    row.querySelectorAll("[data-field]").forEach(function (field) {
      var words = errors[field.dataset.field] || "", box = field.closest(".figure-box");
      field.classList.toggle("is-invalid", Boolean(words));
      if (words) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
      var place = box && box.querySelector("[data-error]");
      if (place) { place.textContent = words; place.hidden = !words; box.classList.toggle("has-error", Boolean(words)); }
    });
  }

  function showConflict(row, answer) {
    var place = row.querySelector("[data-conflict]");
    place.textContent = answer.told + " ";
    var theirs = document.createElement("button"), mine = document.createElement("button");
    theirs.type = mine.type = "button";
    theirs.className = mine.className = "btn btn-secondary btn-sm";
    var words = answer.words || Object.keys(answer.stands).map(function (name) { return answer.stands[name]; }).filter(Boolean).join("; ");
    theirs.textContent = "Lấy nội dung đang lưu: " + (words.length > 60 ? words.slice(0, 60) + "…" : words || "để trống");
    mine.textContent = "Giữ nội dung tôi gõ";
    theirs.addEventListener("click", function () {
      Object.keys(answer.stands).forEach(function (name) { var field = find(row, name); if (field) field.value = answer.stands[name]; });
      settle(row, answer.seen);
      showErrors(row, {});
      drop(row);
      tell("Đã lấy nội dung đang lưu");
    });
    mine.addEventListener("click", function () { settle(row, answer.seen); send(row); });
    place.append(theirs, " ", mine);
    place.hidden = false;
  }
  function settle(row, seen) {
    row.querySelector("[data-seen]").value = seen;
    var place = row.querySelector("[data-conflict]");
    place.hidden = true;
    place.textContent = "";
  }

  /* What is shown beside the boxes, as it stands after what was kept. */
  function showPanel(answer) {
    var place = document.querySelector("[data-panel]");
    if (place && answer.panel) place.innerHTML = answer.panel; // from the portal's own template, escaped there
  }

  function showKept(row, answer) {
    settle(row, answer.seen);
    Object.keys(answer.stands || {}).forEach(function (name) { // what stands now is what the page has shown from here on
      var was = row.querySelector("[data-was='" + name + "']");
      if (was) was.value = answer.stands[name];
    });
    showErrors(row, {});
    Object.keys(answer.beside || {}).forEach(function (name) {
      var cell = row.querySelector("[data-beside='" + name + "']");
      if (cell) cell.textContent = answer.beside[name] || "–";
    });
    Object.keys(answer.remarks || {}).forEach(function (code) {
      var list = form.querySelector("[data-code='" + code + "'] [data-remarks]");
      if (!list) return;
      list.textContent = "";
      answer.remarks[code].forEach(function (words) {
        var item = document.createElement("li");
        item.textContent = words;
        list.append(item);
        var more = list.parentNode.querySelector("details");
        if (more) more.open = true;
      });
    });
    var isWrong = Boolean(form.querySelector("[data-error]:not([hidden]), [data-conflict]:not([hidden])"));
    var verdict = answer.verdict ? ". " + answer.verdict : "";
    tell("Đã lưu " + answer.kept_at + (isWrong ? "; còn ô chưa lưu được" : verdict), isWrong);
  }

  function send(row) {
    var name = nameOf(row);
    if (leaving) return;
    if (sending[name]) { dirty[name] = row; return; }
    delete dirty[name];
    sending[name] = true;
    row.classList.add("is-saving");
    hold(row);
    tell("Đang lưu…");
    fetch(url, { method: "POST", body: bodyOf(row), credentials: "same-origin", headers: { "Content-Type": "application/x-www-form-urlencoded" } })
      .then(function (answer) {
        var isOurs = (answer.headers.get("Content-Type") || "").indexOf("application/json") === 0;
        if (answer.status >= 500 || answer.status === 429) throw new Error("away");
        if (!isOurs || answer.status === 401) {
          ended = true;
          tell("Phiên làm việc đã hết: phần vừa gõ còn giữ trên máy này. Hãy đăng nhập lại ở thẻ khác rồi gõ tiếp.", true);
          dirty[name] = row;
          later(5000);
          return null;
        }
        return answer.json().then(function (said) {
          if (answer.status === 409) { showConflict(row, said); tell("Ô này có người khác vừa ghi. Hãy chọn nội dung giữ lại.", true); return; }
          showPanel(said);
          if (said.errors) {
            if (said.seen) settle(row, said.seen); // the other boxes were kept
            showErrors(row, said.errors);
            tell("Có ô chưa lưu được", true);
            return;
          }
          if (!answer.ok) { tell(said.told, true); return; }
          showKept(row, said);
          if (dirty[name]) hold(row); else drop(row);
        });
      })
      .catch(function () {
        if (leaving) return;
        tell("Mất kết nối, đang giữ trên máy này; sẽ tự gửi lại", true);
        dirty[name] = row;
        later(5000);
      })
      .finally(function () {
        delete sending[name];
        row.classList.remove("is-saving");
        if (pressed) { if (!Object.keys(sending).length) form.requestSubmit(pressed); return; }
        if (dirty[name] && !timer) later(300);
      });
  }
  function sendAll() { Object.keys(dirty).forEach(function (name) { send(dirty[name]); }); }
  function later(after) {
    clearTimeout(timer);
    timer = setTimeout(function () {
      timer = 0;
      if (ended) renew(); else sendAll();
    }, after);
  }
  /* Who has logged in again has another token. Somebody else who did is not given what this person typed. */
  function renew() {
    fetch(location.pathname, { credentials: "same-origin" })
      .then(function (answer) { return answer.text(); })
      .then(function (text) {
        var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("form[data-report]");
        if (!fresh || fresh.dataset.of !== form.dataset.of) { later(5000); return; }
        form.querySelector("[name=csrfmiddlewaretoken]").value = fresh.querySelector("[name=csrfmiddlewaretoken]").value;
        ended = false;
        sendAll();
      })
      .catch(function () { if (!leaving) later(5000); });
  }

  form.addEventListener("input", function (event) {
    var row = event.target.matches("[data-field]") && rowOf(event.target);
    if (!row) return;
    dirty[nameOf(row)] = row;
    hold(row);
    tell("Đang gõ…");
    later(Number(form.dataset.pause) || 1500);
  });
  /* Enter goes down to the next figure, as in a table; it sends nothing. */
  form.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || !event.target.matches("input[data-field]")) return;
    event.preventDefault();
    var boxes = Array.prototype.slice.call(form.querySelectorAll("input[inputmode=decimal], select[data-field]"));
    var next = boxes[boxes.indexOf(event.target) + 1] || form.querySelector("button[type=submit]");
    next.focus();
    if (next.select) next.select();
  });

  form.addEventListener("change", function (event) {
    var row = event.target.matches("[data-field]") && rowOf(event.target);
    if (row) { dirty[nameOf(row)] = row; later(50); }
  });
  form.addEventListener("submit", function (event) {
    leaving = true;
    clearTimeout(timer);
    if (!Object.keys(sending).length) return;
    event.preventDefault(); // until it is known what of it is kept: else one's own figure would stand as somebody else's
    pressed = event.submitter;
    tell("Đang lưu…");
  });
  window.addEventListener("pageshow", function () { leaving = false; pressed = null; });

  /* What this machine still holds was never taken by the portal: put into its boxes again, and sent. */
  var waiting = held();
  var shownErrors = form.querySelector(".field-error:not([hidden])") || form.querySelector("[data-conflict]:not([hidden])");
  if (shownErrors) return;
  Object.keys(waiting).forEach(function (name) {
    var row = form.querySelector("[data-code='" + name + "'], [data-part='" + name + "']");
    if (!row) return;
    var said = waiting[name].said, differs = false;
    Object.keys(said).forEach(function (of) {
      var field = find(row, of);
      if (field && field.value !== said[of]) { field.value = said[of]; differs = true; }
    });
    if (!differs) { drop(row); return; }
    row.querySelector("[data-seen]").value = waiting[name].seen;
    send(row);
  });
})();
