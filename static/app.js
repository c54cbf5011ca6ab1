/* 双滦基层治理：键盘、弹窗、提示、批量、暂存。没有它，每个表单和链接照样能用。 */
(function () {
"use strict";
const $ = (s, in_) => (in_ || document).querySelector(s);
const $$ = (s, in_) => Array.from((in_ || document).querySelectorAll(s));
const on = (type, act) => document.addEventListener(type, act);
const make = (tag, props) => Object.assign(document.createElement(tag), props);
/* click, change, input … on whatever matches now or later */
const when = (type, selector, act) => on(type, (e) => {
  const hit = e.target.closest && e.target.closest(selector);
  if (hit) act(hit, e);
});
const store = {
  get: (k) => { try { return localStorage.getItem(k); } catch (_) { return null; } },
  set: (k, v) => { try { v === null ? localStorage.removeItem(k) : localStorage.setItem(k, v); } catch (_) { /* private mode */ } },
};

/* 1 提示 */
function fade(toast) {
  if (toast.classList.contains("bad") || toast.dataset.timed) return;
  toast.dataset.timed = "1";
  const leave = () => toast.matches(":hover") || toast.contains(document.activeElement) ? setTimeout(leave, 2000) : toast.remove();
  setTimeout(leave, 6000);
}
function say(words, again) {
  const open = $("dialog[open]");
  if (open) {                                   // what is outside a modal dialog cannot be seen or reached
    $$(".note.said", open).forEach((n) => n.remove());
    const note = make("div", {className: "note bad said", textContent: words});
    note.setAttribute("role", "alert");
    ($(".db", open) || $("form", open) || open).prepend(note);
    return;
  }
  const box = $("#toasts");
  if (!box || $$(".toast.bad > span", box).some((s) => s.textContent === words)) return;
  const toast = make("div", {className: "toast bad"});
  toast.setAttribute("role", "alert");
  toast.append(make("span", {textContent: words}));
  if (again) {
    const retry = make("button", {type: "button", textContent: "再试一次"});
    retry.addEventListener("click", () => { toast.remove(); again(); });
    toast.append(retry);
  }
  const close = make("button", {type: "button", textContent: "关闭"});
  close.dataset.dismiss = "";
  toast.append(close);
  box.append(toast);
}
when("click", "[data-dismiss]", (b) => b.closest(".toast").remove());
const SENTENCES = {
  400: "这个地址里有认不出的条件，回到清单重新选一次。",
  401: "登录已经过期，重新登录后再做一次。",
  403: "你的账号不能做这一步。确实要做，请找本单位系统管理员。",
  404: "找不到这条记录：它不在你的范围内，或者已经合并到另一条。",
  413: "文件太大，每个不超过 20 MB。压缩后再传。",
  429: "点得太快，过一分钟再试。",
};
const retryOf = (e) => {
  const from = e.detail.requestConfig && e.detail.requestConfig.elt;
  if (!from || !from.isConnected) return null;
  return () => (from.tagName === "FORM" ? from.requestSubmit() : from.click());
};
on("htmx:responseError", (e) => {
  const status = e.detail.xhr.status;
  say(SENTENCES[status] || "系统出错，这一步没有存上。过一分钟再试。", status >= 500 || status === 429 ? retryOf(e) : null);
});
on("htmx:sendError", (e) => { if (!e.target.hasAttribute("hidden")) say("网络断开，这一步没有存上。连上后再试。", retryOf(e)); });

/* 2 正在加载：超过 400 毫秒才显示 */
let line = null, waiting = 0, timer = 0;
const saved = (e) => e.detail.target && e.detail.target.id === "saved" ? e.detail.target : null;
on("htmx:beforeRequest", (e) => {
  if (saved(e)) saved(e).textContent = "正在保存";
  waiting += 1;
  if (!timer) timer = setTimeout(() => document.body.append(line = make("div", {className: "loading"})), 400);
});
on("htmx:afterRequest", (e) => {
  const form = e.detail.elt;
  waiting = Math.max(0, waiting - 1);
  if (!waiting) { clearTimeout(timer); timer = 0; if (line) line.remove(); line = null; }
  if (saved(e) && !e.detail.successful) {
    saved(e).textContent = "没存上，10 秒后重试";
    setTimeout(() => form.isConnected && htmx.trigger(form, "change"), 10000);
  } else if (e.detail.successful && e.detail.xhr.status < 400 && form.dataset && form.dataset.keep && !saved(e)) store.set("keep:" + form.dataset.keep, null);
});

/* 3 弹窗：htmx 放进空的 <dialog>，这里打开；关了焦点回到原处 */
let opener = null;
const closing = (xhr) => /close-dialog/.test((xhr && xhr.getResponseHeader("HX-Trigger")) || "");
function open(dialog, from) {
  if (!dialog.open) { opener = from || document.activeElement; dialog.showModal(); }
}
function shut(dialog) { if (dialog && dialog.open) dialog.close(); }
document.addEventListener("close", (e) => {
  if (e.target.tagName !== "DIALOG") return;
  const back = opener && opener.isConnected ? opener : opener && opener.id && document.getElementById(opener.id);
  if (e.target.id !== "keys") e.target.textContent = "";
  if (back) back.focus();
  opener = null;
}, true);
on("close-dialog", () => $$("dialog[open]").forEach(shut)); on("said", (e) => say(e.detail.value));
when("click", "dialog [data-close]", (b, e) => { e.preventDefault(); shut(b.closest("dialog")); });
when("click", "[data-open]", (b) => { const d = document.getElementById(b.dataset.open); if (d) open(d, b.closest("details") ? $("summary", b.closest("details")) : b); });
function focusIn(place) {
  const field = $("[autofocus]", place) || $("input:not([type=hidden]):not([disabled]):not([hidden]), select:not([hidden]), textarea", place);
  if (field) field.focus();
}

/* 4 换了一块以后：先看错误摘要，再看新行的第一个格子 */
on("htmx:afterSwap", (e) => {
  const part = e.target, dialog = e.detail.target && e.detail.target.closest("dialog");
  ready(part.parentElement || part);
  if (dialog && e.detail.target === dialog && !closing(e.detail.xhr)) {
    open(dialog, e.detail.requestConfig && e.detail.requestConfig.elt);
    focusIn(dialog);
  }
  const wrong = part.matches && (part.matches(".esum") ? part : $(".esum", part));
  document.title = document.title.replace(/^有 \d+ 处要改：/, "");
  if (wrong) {
    document.title = "有 " + wrong.dataset.count + " 处要改：" + document.title;
    wrong.focus();
  } else if (part.matches && part.matches("tr.on, tr.flash, tbody, tr, li")) focusIn(part);
});

/* 5 键盘 */
const typing = (el) => el && (/^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName) || el.isContentEditable);
const lines = () => $$("#main .tbl:not(.edit) tbody tr, #main .rows > li").filter((r) => r.offsetParent && $("a[href]", r));
const here = () => lines().find((r) => r.contains(document.activeElement));
function move(step) {
  const all = lines(), at = all.indexOf(here());
  const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
  if (next) { $("a[href]", next).focus(); next.scrollIntoView({block: "nearest"}); }
}
const KEYS = {
  "/": () => { const box = $("#q"); if (box) box.focus(); },
  "?": () => { const d = $("#keys"); if (d) open(d); },
  j: () => move(1), k: () => move(-1),
  o: () => { const row = here() || lines()[0]; if (row) $("a[href]", row).click(); },
};
on("keydown", (e) => {
  const el = document.activeElement;
  if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
    const form = el.form || el.closest("form");
    if (form) { e.preventDefault(); form.requestSubmit(); }
    return;
  }
  if (e.key === "Escape") return leave(el, e);
  if (e.ctrlKey || e.metaKey || e.altKey || typing(el) || $("dialog[open]") || "noKeys" in document.body.dataset) return;
  const key = e.key.toLowerCase();
  const act = KEYS[key] || (/^[a-z]$/.test(key) && (() => { const b = $("[data-hotkey='" + key + "']", here() || $("#main")); if (b) b.click(); }));
  if (act) { if (KEYS[key]) e.preventDefault(); act(); }
});
function leave(el, e) {
  if ($("dialog[open]")) return;                // the browser closes it, whatever is open below
  const menu = $("details[data-menu][open]");
  if (menu) { menu.open = false; $("summary", menu).focus(); e.preventDefault(); return; }
  const edit = el.closest("tr, form"), cancel = edit && $("[data-cancel]", edit);
  if (cancel && (edit.tagName === "TR" || el.tagName !== "TEXTAREA" && !edit.matches(".form"))) cancel.click();
  else if (typing(el)) el.blur();
}
on("click", (e) => $$("details[data-menu][open]").forEach((d) => { if (!d.contains(e.target)) d.open = false; }));

/* 6 小动作 */
when("change", "select[data-submit]", (s) => s.form.requestSubmit());
on("htmx:pushedIntoHistory", () => $$(".scope form").forEach((form) => {   // 换范围时带上刚改的筛选
  $$("[type=hidden]", form).forEach((i) => i.remove()); new URLSearchParams(location.search).forEach((value, name) => /^(area|page)$/.test(name) || form.prepend(make("input", {type: "hidden", name, value})));
}));
/* 答了“名=值”才问的（data-when）：别的时候藏起来，也不提交 */
const asks = (form) => $$("[data-when]", form).forEach((p) => { const [name, value] = p.dataset.when.split("="), now = $("[name='" + name + "']:checked:enabled", form); p.hidden = p.disabled = !now || now.value !== value; });
when("change", "form", asks);
when("click", "[data-print]", () => window.print());
when("click", "[data-copy]", (b) => {
  const words = b.dataset.copy, done = () => { b.textContent = "已复制"; };
  if (navigator.clipboard) { navigator.clipboard.writeText(words).then(done); return; }
  const box = make("textarea", {value: words, className: "sr"});       // plain http has no clipboard object
  b.after(box); box.select();
  if (document.execCommand("copy")) done();
  box.remove(); b.focus();
});

/* 7 批量：勾了才出现 */
function count(bar) {
  const all = $$("[data-pick][form='" + bar.id + "']"), ticked = all.filter((b) => b.checked);
  bar.hidden = !ticked.length;
  $("[data-count]", bar).textContent = ticked.length;
  $$("[hidden]", bar).forEach((part) => { part.hidden = false; });      // without scripts nobody counts
  all.forEach((b) => b.closest("tr").classList.toggle("on", b.checked));
  const head = $("[data-pick-all]");
  if (head) { head.checked = all.length > 0 && ticked.length === all.length; head.indeterminate = ticked.length > 0 && !head.checked; }
}
const tick = (yes) => { $$("[data-pick]").forEach((b) => { b.checked = yes; }); $$("[data-bulk]").forEach(count); };
when("change", "[data-pick]", () => $$("[data-bulk]").forEach(count));
when("change", "[data-pick-all]", (b) => tick(b.checked));
when("click", "[data-unpick]", () => tick(false));

/* 8 没交的字先记在这台手机上，交了或退出登录就抹掉 */
const KEPT = "textarea, select, input:not([type]), input[type=text], input[type=number], input[type=date], input[type=time]";
const texts = (form) => $$(KEPT, form).filter((f) => f.name && !f.dataset.typeahead);
function keep(form) {
  const data = {};
  texts(form).forEach((f) => { if (f.value) data[f.name] = f.value; });
  store.set("keep:" + form.dataset.keep, JSON.stringify(data));
}
function restore(form) {
  const key = "keep:" + form.dataset.keep, done = $("#toasts .toast:not(.bad)");
  if (store.get("sent") === key) { store.set("sent", null); if (done) { store.set(key, null); return; } }
  let data = null;
  try { data = JSON.parse(store.get(key)); } catch (_) { /* not ours */ }
  if (!data || $(".esum", form)) return;
  let any = false;
  texts(form).forEach((f) => { if (data[f.name] && !f.value) { f.value = data[f.name]; any = true; } });
  const note = $("[data-kept]", form);
  if (any && note) note.textContent = "上次没交的内容还在，接着填就行。";
}
const later = {};
on("input", (e) => {
  const form = e.target.form;
  if (form && form.dataset.keep) { clearTimeout(later[form.dataset.keep]); later[form.dataset.keep] = setTimeout(() => keep(form), 500); }
});
on("submit", (e) => {
  const form = e.target;
  if (form.dataset.keep) { clearTimeout(later[form.dataset.keep]); keep(form); store.set("sent", "keep:" + form.dataset.keep); }
  if ("signOut" in form.dataset) try { Object.keys(localStorage).filter((k) => /^(keep:|sent$)/.test(k)).forEach((k) => localStorage.removeItem(k)); } catch (_) { /* private mode */ }
});

/* 9 照片：数一数，给看一眼 */
when("change", "input[type=file][data-max-mb]", (input) => {
  const files = Array.from(input.files), most = Number(input.dataset.photos || 99), big = files.find((f) => f.size > input.dataset.maxMb * 1048576);
  const hint = document.getElementById(input.id + "-hint"), box = $(".thumbs", input.closest(".field"));
  if (files.length > most || big) input.value = "";
  const kept = Array.from(input.files);
  hint.textContent = big ? "“" + big.name + "”超过 " + input.dataset.maxMb + " MB，压缩后再选" : files.length > most ? "最多 " + most + " 张，刚才选了 " + files.length + " 张，重新选" : most < 99 ? "已选 " + kept.length + " 张，最多 " + most + " 张" : "已选 " + kept.length + " 个文件";
  hint.classList.toggle("err", Boolean(big) || files.length > most);
  if (!box) return;
  box.textContent = ""; box.hidden = !kept.length;
  kept.forEach((file) => {
    const reader = new FileReader();                                   // the policy allows data:, not blob:
    reader.onload = () => box.append(make("img", {src: reader.result, alt: file.name}));
    reader.readAsDataURL(file);
  });
});

/* 10 边打边找：选中的编号留在原来的 select 或 input 里 */
function combo(field) {
  const id = field.id, text = make("input", {className: "in", id: id + "-text", autocomplete: "off", type: "text"});
  const list = make("ul", {id: id + "-list", hidden: true});
  const attrs = {role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, "hx-sync": "this:replace", "hx-push-url": "false"};
  ["aria-describedby", "aria-invalid"].forEach((a) => { if (field.hasAttribute(a)) attrs[a] = field.getAttribute(a); });
  Object.keys(attrs).forEach((a) => text.setAttribute(a, attrs[a]));
  list.setAttribute("role", "listbox");
  text.value = field.dataset.text || (field.options && field.value && field.selectedIndex >= 0 ? field.options[field.selectedIndex].text : "");
  const label = $("label[for='" + id + "']");
  if (label) { label.htmlFor = text.id; list.setAttribute("aria-label", label.textContent); }
  field.hidden = true;
  field.after(text, list);
  $$(".esum a[href='#" + id + "']").forEach((a) => { a.href = "#" + text.id; });
  let wait = 0, at = -1;
  const options = () => $$("[role=option]:not([aria-disabled])", list);
  const show = (yes) => { list.hidden = !yes; text.setAttribute("aria-expanded", String(yes)); if (!yes) { at = -1; text.removeAttribute("aria-activedescendant"); } };
  const set = (value, words) => {
    if (field.options && !Array.from(field.options).some((o) => o.value === value)) field.append(new Option(words, value));
    if (field.value !== value) { field.value = value; field.dispatchEvent(new Event("change", {bubbles: true})); }
  };
  const choose = (option) => { text.value = option.dataset.text; set(option.dataset.value, option.dataset.text); show(false); };
  const ask = () => htmx.ajax("GET", field.dataset.typeahead, {source: text, target: list, swap: "innerHTML", values: {q: text.value}}).then(() => {
    options().forEach((o, n) => { o.id = list.id + "-" + n; });
    show(document.activeElement === text);
  });
  text.addEventListener("input", () => { set("", ""); clearTimeout(wait); wait = setTimeout(ask, 250); });
  const free = () => { if ("free" in field.dataset && !field.value) set(text.value, text.value); };     // words will do, too
  text.addEventListener("change", (e) => { e.stopPropagation(); free(); }); text.addEventListener("blur", () => setTimeout(() => show(false), 150));
  list.addEventListener("mousedown", (e) => { const o = e.target.closest("[role=option]:not([aria-disabled])"); e.preventDefault(); if (o) choose(o); });
  text.addEventListener("keydown", (e) => {
    const all = options();
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      if (list.hidden) { ask(); return; }
      if (!all.length) return;
      at = (at + (e.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1) + all.length) % all.length;
      all.forEach((o, n) => o.setAttribute("aria-selected", String(n === at)));
      text.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({block: "nearest"});
    } else if (e.key === "Enter" && !list.hidden && !e.ctrlKey) { e.preventDefault(); if (all[at]) choose(all[at]); else { free(); show(false); } }
    else if (e.key === "Escape" && !list.hidden) { e.preventDefault(); e.stopPropagation(); show(false); }
  });
}

/* 开始，以及每换一块以后 */
function ready(place) {
  $$("[data-typeahead]:not([hidden])", place).forEach(combo);
  $$("[data-bulk]").forEach(count); $$("form", place).forEach(asks);
  $$("form[data-keep]", place).forEach((f) => { if (!f.dataset.restored) { f.dataset.restored = "1"; restore(f); } });
}
ready(document);
const sent = store.get("sent"), again = sent && $$("form[data-keep]").some((f) => "keep:" + f.dataset.keep === sent);
if (sent && !again) { if (!("signedOut" in document.body.dataset)) store.set(sent, null); store.set("sent", null); }
const toasts = $("#toasts");
if (toasts) { $$(".toast", toasts).forEach(fade); new MutationObserver(() => $$(".toast", toasts).forEach(fade)).observe(toasts, {childList: true}); }
if ($(".esum")) $(".esum").focus();
})();
