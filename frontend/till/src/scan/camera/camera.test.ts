import { afterEach, expect, test, vi } from "vitest";
import { NoCamera, openCamera, wordsOf } from "./camera";

afterEach(() => void vi.unstubAllGlobals());

test.each([
  ["NotFoundError", "no camera"],
  ["OverconstrainedError", "no camera"],
  ["NotAllowedError", "not allowed"],
  ["NotReadableError", "Another app"],
  ["AbortError", "Another app"],
  ["TypeError", "could not be opened"],
])("%s is said in words", (name, words) => {
  expect(wordsOf(new DOMException("", name))).toContain(words);
});

test("a page without https says so, as the browser hides its cameras", async () => {
  vi.stubGlobal("navigator", {});

  await expect(openCamera("")).rejects.toThrow(
    new NoCamera("The camera works only where the address begins with https."),
  );
});

test("the camera at the back is asked for, or the one that was chosen; the light only where it has one", async () => {
  const getUserMedia = vi.fn(async (_: MediaStreamConstraints) => streamOf({ torch: true }));
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });

  const first = await openCamera("");
  await openCamera("front");
  getUserMedia.mockResolvedValueOnce(streamOf({}));
  const dark = await openCamera("");

  expect(getUserMedia.mock.calls[0]?.[0].video).toMatchObject({ facingMode: { ideal: "environment" } });
  expect(getUserMedia.mock.calls[1]?.[0].video).toMatchObject({ deviceId: { exact: "front" } });
  expect([first.hasTorch, dark.hasTorch]).toEqual([true, false]);
});

function streamOf(can: object): MediaStream {
  const track = {
    getCapabilities: () => can,
    getSettings: () => ({ deviceId: "back" }),
    stop: () => undefined,
  };
  return { getVideoTracks: () => [track], getTracks: () => [track] } as unknown as MediaStream;
}
