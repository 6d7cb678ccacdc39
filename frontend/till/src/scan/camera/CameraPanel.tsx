/** What the camera sees, what was read, and its controls. Loaded when the camera is opened for the first time. */
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import { isDialogOpen } from "../../ui/Dialog";
import { scan } from "../scanner";
import { type Camera, type CameraChoice, listCameras, NoCamera, openCamera } from "./camera";
import { readVideo } from "./reading";

interface Props {
  onClose: () => void;
}

export function CameraPanel({ onClose }: Props) {
  const panel = useRef<HTMLElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const [wanted, setWanted] = useState("");
  const { camera, choices, trouble, retry } = useCamera(video, wanted);
  const [isLit, setLit] = useState(false);
  useEffect(() => setLit(false), [camera]);
  useHidden(panel, onClose);
  const light = async () => {
    await camera?.light(!isLit);
    setLit(!isLit);
  };
  return (
    <section
      ref={panel}
      id="camera"
      class="camera"
      aria-label={t("Camera")}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <div role="alert" class={trouble ? "notice notice--hot" : ""}>
        {trouble}
      </div>
      <video ref={video} class="camera-view" muted playsInline hidden={!camera} />
      {camera && <p class="small soft camera-hint">{t("Hold the barcode before the camera.")}</p>}
      <div class="actions">
        {trouble && (
          <button type="button" class="button" onClick={retry}>
            {t("Try again")}
          </button>
        )}
        {camera?.hasTorch && (
          <button type="button" class="button" aria-pressed={isLit} onClick={() => void light()}>
            {t("Light")}
          </button>
        )}
        {camera && choices.length > 1 && (
          <label class="camera-choice">
            <span class="unseen">{t("Which camera")}</span>
            <select
              class="input"
              value={camera.deviceId}
              onChange={(event) => setWanted(event.currentTarget.value)}
            >
              {choices.map(({ id, name }, place) => (
                <option key={id} value={id}>
                  {name || t("Camera %(count)s", { count: place + 1 })}
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="button" class="button" onClick={onClose}>
          {t("Close the camera")}
        </button>
      </div>
    </section>
  );
}

/** The wanted camera while the panel is on, and why there is none. */
function useCamera(video: { current: HTMLVideoElement | null }, wanted: string) {
  const [camera, setCamera] = useState<Camera | null>(null);
  const [choices, setChoices] = useState<CameraChoice[]>([]);
  const [trouble, setTrouble] = useState("");
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let isOver = false;
    let close: () => void = () => undefined;
    const open = async () => {
      const opened = await openCamera(wanted);
      if (isOver || !video.current) return opened.close();
      close = opened.close;
      video.current.srcObject = opened.stream;
      // Taken away again before it plays: the panel was closed meanwhile.
      await video.current.play().catch(() => undefined);
      const stopReading = readVideo(video.current, take, () =>
        setTrouble(t("The camera cannot be read on this device. Type the code.")),
      );
      close = () => {
        stopReading();
        opened.close();
      };
      if (isOver) return close();
      setCamera(opened);
      setChoices(await listCameras());
    };
    setTrouble("");
    open().catch((error: unknown) => {
      if (!(error instanceof NoCamera)) throw error;
      if (!isOver) setTrouble(t(error.words));
    });
    return () => {
      isOver = true;
      setCamera(null);
      close();
    };
  }, [wanted, tries]);
  return { camera, choices, trouble, retry: () => setTries(tries + 1) };
}

/** A question that is open is answered first: what passes the camera meanwhile is no scan. */
function take(code: string): void {
  if (isDialogOpen()) return;
  navigator.vibrate?.(60);
  scan(code);
}

/** Closes the camera when nobody can see what it sees: another window is in front, or the screen has put it aside. */
function useHidden(panel: { current: HTMLElement | null }, onHidden: () => void): void {
  useEffect(() => {
    const look = () => (document.hidden || panel.current?.getClientRects().length === 0) && onHidden();
    const sizes = new ResizeObserver(look);
    if (panel.current) sizes.observe(panel.current);
    document.addEventListener("visibilitychange", look);
    return () => {
      sizes.disconnect();
      document.removeEventListener("visibilitychange", look);
    };
  }, [onHidden]);
}
