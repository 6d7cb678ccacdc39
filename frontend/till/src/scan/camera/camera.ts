/** The device's camera: the only code that opens and closes it. */
import type { Text } from "../../texts";

/** An open camera. `hasTorch`: whether it has a light that can be turned on. */
export interface Camera {
  stream: MediaStream;
  deviceId: string;
  hasTorch: boolean;
  light: (isOn: boolean) => Promise<void>;
  close: () => void;
}

/** One of the device's cameras, as a person tells them apart. */
export interface CameraChoice {
  id: string;
  name: string;
}

/** Why no camera can be used, in words for the cashier. */
export class NoCamera extends Error {
  override readonly name = "NoCamera";

  constructor(readonly words: Text) {
    super(words);
  }
}

// Browsers name what a track can do beyond the standard's first edition; TypeScript does not know the light yet.
type Lit = MediaTrackCapabilities & { torch?: boolean };
type Light = MediaTrackConstraintSet & { torch: boolean };

/**
 * Opens a camera: the one with this id, else the one that looks away from the cashier.
 *
 * Rejects with `NoCamera` where there is none, it is not allowed, or something else uses it.
 */
export async function openCamera(deviceId: string): Promise<Camera> {
  // Browsers hide the cameras from a page that is not served by https.
  if (!navigator.mediaDevices)
    throw new NoCamera("The camera works only where the address begins with https.");
  const which: MediaTrackConstraints = deviceId
    ? { deviceId: { exact: deviceId } }
    : { facingMode: { ideal: "environment" } };
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { ...which, width: { ideal: 1280 }, height: { ideal: 720 } },
    });
  } catch (error) {
    throw new NoCamera(wordsOf(error));
  }
  const [track] = stream.getVideoTracks();
  const can: Lit = track?.getCapabilities?.() ?? {};
  return {
    stream,
    deviceId: track?.getSettings().deviceId ?? "",
    hasTorch: can.torch === true,
    light: async (isOn) => {
      await track?.applyConstraints({ advanced: [{ torch: isOn } as Light] });
    },
    close: () => {
      for (const one of stream.getTracks()) one.stop();
    },
  };
}

/** The cameras of this device; browsers name them once one was allowed. */
export async function listCameras(): Promise<CameraChoice[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter(({ kind }) => kind === "videoinput")
    .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
}

/** What a browser's refusal means; the names are those of the W3C's Media Capture and Streams. */
export function wordsOf(error: unknown): Text {
  switch ((error as { name?: unknown } | null)?.name) {
    case "NotFoundError":
    case "OverconstrainedError":
      return "This device has no camera that can be used.";
    case "NotAllowedError":
    case "SecurityError":
      return "The camera is not allowed for this page. Allow it in the browser's settings, then try again.";
    case "NotReadableError":
    case "AbortError":
      return "Another app uses the camera. Close it, then try again.";
    default:
      return "The camera could not be opened. Try again, or type the code.";
  }
}
