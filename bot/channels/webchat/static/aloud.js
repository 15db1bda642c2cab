// Reading aloud with the browser's own voice; nothing leaves the phone.
import { lang, t } from "./words.js";

const voice = window.speechSynthesis;

export const canRead = () => Boolean(voice && window.SpeechSynthesisUtterance);

export function readAloud(lines) {
  if (!canRead()) return false;
  const speaking = voice.speaking;
  voice.cancel();
  const text = lines.join("。");
  if (speaking && readAloud.last === text) {
    readAloud.last = "";
    return true;
  }
  readAloud.last = text;
  for (const line of lines) {
    const words = new SpeechSynthesisUtterance(line);
    words.lang = lang() === "zh" ? "zh-CN" : "en-GB";
    words.rate = 0.9;
    voice.speak(words);
  }
  return true;
}

export const spoken = (message) => {
  const choices = message.options
    .filter((option) => option.style !== "small")
    .map((option) => (option.number === null ? option.label : `${option.number}，${option.label}`));
  return [message.speaker ? t("says", { who: message.speaker }) : "", ...message.lines, ...choices].filter(Boolean);
};
