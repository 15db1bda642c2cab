// Choosing, shrinking and uploading up to five photos. Shrinking here saves an old phone's data
// and drops the place where the photo was taken; the service checks and cleans everything again.
import { $, el } from "./dom.js";
import { t } from "./words.js";

const MOST = 5;
const SIDE = 2048;
const BYTES = 10 * 1024 * 1024;

async function shrink(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = el("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return { blob: blob ?? file, canvas };
  } catch {
    return { blob: file, canvas: el("canvas") };
  }
}

export function upload(base, blob, progress) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${base}/chat/upload`);
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () => (request.status === 200 ? done(request.response.id) : fail(request.response?.why));
    request.onerror = request.ontimeout = () => fail(t("photo_no_signal"));
    request.send(blob);
  });
}

export class Photos {
  constructor({ base, send, tell }) {
    Object.assign(this, { base, send, tell, chosen: [] });
    this.sheet = $("sheet");
    $("pick").onchange = (event) => this.add([...event.target.files]);
    $("photos-send").onclick = () => this.go();
    $("photos-drop").onclick = () => this.close();
  }

  async add(files) {
    $("pick").value = "";
    const pictures = files.filter((file) => file.type.startsWith("image/") && file.size <= BYTES * 3);
    if (pictures.length < files.length) this.tell(t("photo_not"));
    if (this.chosen.length + pictures.length > MOST) this.tell(t("photo_most"));
    for (const file of pictures.slice(0, MOST - this.chosen.length)) this.chosen.push(await shrink(file));
    this.draw();
  }

  draw() {
    this.sheet.hidden = !this.chosen.length;
    const remove = (one) => {
      this.chosen = this.chosen.filter((other) => other !== one);
      this.draw();
    };
    $("chosen").replaceChildren(
      ...this.chosen.map((one) =>
        el("li", {}, one.canvas, el("button", { class: "button quiet", type: "button", onclick: () => remove(one) }, t("take_off"))),
      ),
    );
    if (this.chosen.length) $("photos-send").focus();
  }

  close() {
    this.chosen = [];
    this.draw();
  }

  async go() {
    const bar = $("photos-progress");
    const button = $("photos-send");
    button.disabled = true;
    bar.hidden = false;
    try {
      for (const [index, one] of this.chosen.entries()) {
        const show = (part) => (bar.value = (index + part) / this.chosen.length);
        one.id ??= await upload(this.base, one.blob, show);
      }
      this.send(this.chosen.map((one) => one.id));
      this.close();
    } catch (why) {
      this.tell(typeof why === "string" ? why : t("photo_failed"));
    }
    bar.hidden = true;
    bar.value = 0;
    button.disabled = false;
  }
}
