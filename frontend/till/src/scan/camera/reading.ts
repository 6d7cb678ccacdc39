/** Looks through an open camera until it is stopped: a picture at a time, each handed to the reader's worker. */
import { type Sighting, Sightings } from "./sightings";

/** Between two pictures: enough for a hand that passes, and the device stays cool. */
const PAUSE_MS = 80;

interface Told {
  seen?: Sighting[];
  failure?: string;
}

/**
 * Reads what the video shows; calls `onCode` with each scan. Answers a function that stops it.
 *
 * `onFailure` is called once when the reader cannot work; nothing is read after that.
 */
export function readVideo(
  video: HTMLVideoElement,
  onCode: (code: string) => void,
  onFailure: () => void,
): () => void {
  const worker = new Worker(new URL("./reader.worker.ts", import.meta.url), { type: "module" });
  const sightings = new Sightings();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  const stop = () => {
    isStopped = true;
    clearTimeout(timer);
    worker.terminate();
  };
  const fail = () => {
    if (isStopped) return;
    stop();
    onFailure();
  };
  const look = async () => {
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return rest();
    const picture = await createImageBitmap(video);
    if (isStopped) picture.close();
    else worker.postMessage(picture, [picture]);
  };
  const rest = () => {
    if (!isStopped) timer = setTimeout(() => void look().catch(rest), PAUSE_MS);
  };
  worker.addEventListener("message", ({ data }: MessageEvent<Told>) => {
    if (data.failure !== undefined) return fail();
    for (const code of sightings.take(data.seen ?? [], performance.now())) onCode(code);
    rest();
  });
  worker.addEventListener("error", fail);
  rest();
  return stop;
}
