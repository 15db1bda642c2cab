// Sending one table or PDF, for staff: the others' page has no button for it.
import { $ } from "./dom.js";
import { upload } from "./photos.js";
import { t } from "./words.js";

export function takeFiles({ base, send, tell, before }) {
  const pick = $("pick-file");
  if (!pick) return;
  $("file").onclick = () => { before(); pick.click(); };
  pick.onchange = async () => {
    const [file] = pick.files;
    if (!file) return;
    tell(t("file_sending"));
    try {
      const id = await upload(base, file, () => {});
      tell("");
      send(id, file.name.slice(0, 120));
    } catch (why) {
      tell(typeof why === "string" ? why : t("file_failed"));
    }
    pick.value = "";
  };
}
