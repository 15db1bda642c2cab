// Signs the three phones in, lets one be somebody else, moves the town's clock.
const lang = document.documentElement.dataset.lang;
const moving = document.getElementById("moving");

async function post(path, fields) {
  const answer = await fetch(path, { method: "POST", body: new URLSearchParams(fields) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

// The choice is remembered here because the phone's cookie is for the phone's own path only.
const memory = {
  read(n) { try { return localStorage.getItem(`demo:${n}`); } catch { return null; } },
  keep(n, key) { try { localStorage.setItem(`demo:${n}`, key); } catch { /* until the page is closed */ } },
};

class Phone {
  constructor(section) {
    this.section = section;
    this.n = section.dataset.n;
    this.prefix = section.dataset.prefix;
    this.select = section.querySelector("select");
    this.frame = section.querySelector("iframe");
    const before = memory.read(this.n);
    if ([...this.select.options].some((option) => option.value === before)) this.select.value = before;
    this.select.onchange = () => this.be(false);
  }

  async be(keep) {
    const key = this.select.value;
    memory.keep(this.n, key);
    this.section.querySelector(".hint").textContent = this.select.selectedOptions[0].dataset.hint;
    try {
      await post(`${this.prefix}/be`, keep ? { key, lang, keep: "1" } : { key, lang });
      this.frame.src = `${this.prefix}/?lang=${lang}`;
    } catch {
      moving.textContent = document.body.dataset.fault;
    }
  }
}

function show({ time, date }) {
  document.getElementById("time").textContent = time;
  document.getElementById("date").textContent = date;
}

async function move(to) {
  const buttons = document.querySelectorAll("[data-to]");
  for (const button of buttons) button.disabled = true;
  moving.textContent = document.body.dataset.wait;
  try {
    show(await post(`/demo/clock?lang=${lang}`, { to }));
    moving.textContent = "";
  } catch {
    moving.textContent = document.body.dataset.fault;
  }
  for (const button of buttons) button.disabled = false;
}

for (const section of document.querySelectorAll(".phone")) new Phone(section).be(true);
for (const button of document.querySelectorAll("[data-to]")) button.onclick = () => move(button.dataset.to);
for (const button of document.querySelectorAll("[data-show]"))
  button.onclick = () => {
    for (const other of document.querySelectorAll("[data-show]"))
      other.setAttribute("aria-pressed", String(other === button));
    for (const phone of document.querySelectorAll(".phone"))
      phone.classList.toggle("shown", phone.dataset.n === button.dataset.show);
  };
setInterval(async () => {
  if (document.visibilityState !== "visible") return;
  const answer = await fetch(`/demo/clock?lang=${lang}`, { cache: "no-store" }).catch(() => null);
  if (answer?.ok) show(await answer.json());
}, 10000);
