/** Tones, made on the device. Browsers allow sound only after the first touch or key. */
import { isSoundOn } from "./device";

let audio: AudioContext | null = null;

/** Prepares sound at the first touch or key. */
export function allowSoundOnFirstTouch(): void {
  const allow = () => {
    audio ??= new AudioContext();
    void audio.resume();
  };
  addEventListener("pointerdown", allow, { once: true });
  addEventListener("keydown", allow, { once: true });
}

function tone(hertz: number, fromS: number, lengthS: number, loudness: number): void {
  if (!audio) return;
  const start = audio.currentTime + fromS;
  const source = audio.createOscillator();
  const volume = audio.createGain();
  source.frequency.value = hertz;
  // A soft edge on both sides: a tone that starts at full strength clicks.
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(loudness, start + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + lengthS);
  source.connect(volume).connect(audio.destination);
  source.start(start);
  source.stop(start + lengthS);
}

function play(...tones: [hertz: number, fromS: number, lengthS: number, loudness: number][]): void {
  if (!isSoundOn.value || !audio) return;
  for (const one of tones) tone(...one);
}

/** Two rising tones, the second time louder: a pickup came in. */
export function playPickup(): void {
  play([659, 0, 0.35, 0.3], [880, 0.2, 0.6, 0.35], [659, 0.9, 0.35, 0.3], [880, 1.1, 0.6, 0.35]);
}

/** One short high tone: the scan was understood. */
export function playTaken(): void {
  play([1_480, 0, 0.08, 0.12]);
}

/** Two low tones: the scan was not understood. */
export function playRefused(): void {
  play([220, 0, 0.18, 0.25], [196, 0.2, 0.28, 0.25]);
}
