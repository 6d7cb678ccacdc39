/** Reads barcodes in pictures, off the main thread: what is typed and drawn meanwhile does not wait for it. */
import { prepareZXingModule, type ReaderOptions, readBarcodes } from "zxing-wasm/reader";
import wasmUrl from "zxing-wasm/reader/zxing_reader.wasm?url";
import type { Sighting } from "./sightings";

const OPTIONS: ReaderOptions = {
  formats: ["EAN13", "EAN8", "UPCA", "UPCE", "Code128", "ITF", "QRCode", "DataMatrix"],
  // With the separators of GS1, not as it is written for people.
  textMode: "Plain",
  maxNumberOfSymbols: 4,
  tryHarder: true,
};

// Served by the shop itself and kept on the device: nothing is asked of another host.
prepareZXingModule({
  overrides: {
    locateFile: (path: string, prefix: string) => (path.endsWith(".wasm") ? wasmUrl : prefix + path),
  },
});

let canvas: OffscreenCanvas | null = null;

async function read(picture: ImageBitmap): Promise<Sighting[]> {
  const { width, height } = picture;
  if (canvas?.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  if (!drawing) throw new Error("this browser draws no pictures in a worker");
  drawing.drawImage(picture, 0, 0);
  picture.close();
  const codes = await readBarcodes(drawing.getImageData(0, 0, width, height), OPTIONS);
  return codes
    .filter((code) => code.isValid)
    .map(({ text, format, symbologyIdentifier }) => ({ text, format, mark: symbologyIdentifier }));
}

addEventListener("message", ({ data }: MessageEvent<ImageBitmap>) => {
  void read(data).then(
    (seen) => postMessage({ seen }),
    (error: unknown) => postMessage({ failure: String(error) }),
  );
});
