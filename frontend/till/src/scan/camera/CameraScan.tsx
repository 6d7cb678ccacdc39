/** The button that opens the camera, and what is below it while it is open. */
import { type ComponentType, h } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Variant } from "../../api/shapes";
import { t } from "../../i18n";
import { announce } from "../../state/announce";
import { clearRead, dropRead, lastRead } from "./last_read";

type Panel = ComponentType<{ onClose: () => void }>;

export interface CameraState {
  isOpen: boolean;
  toggle: () => void;
  close: () => void;
  panel: Panel | null;
}

/** Whether the camera is open; its code is loaded the first time, so that the till starts without it. */
export function useCameraPanel(): CameraState {
  const [panel, setPanel] = useState<{ of: Panel } | null>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => clearRead, []);
  const close = () => {
    setOpen(false);
    clearRead();
  };
  const open = () => {
    setOpen(true);
    if (panel) return;
    import("./CameraPanel").then(
      (loaded) => setPanel({ of: loaded.CameraPanel }),
      () => {
        close();
        announce(t("The camera could not be opened. Try again, or type the code."), { isUrgent: true });
      },
    );
  };
  return { isOpen, toggle: isOpen ? close : open, close, panel: panel?.of ?? null };
}

export function CameraButton({ camera }: { camera: CameraState }) {
  return (
    <button
      type="button"
      class="button camera-button"
      aria-label={t("Scan with the camera")}
      aria-expanded={camera.isOpen}
      aria-controls={camera.isOpen ? "camera" : undefined}
      onClick={camera.toggle}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true" class="camera-icon">
        <path d="M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M7.5 8v8M10.5 8v8M13 8v8M16.5 8v8" />
      </svg>
    </button>
  );
}

interface BelowProps {
  camera: CameraState;
  /** Takes one piece of goods off again; without it there is no way back here. */
  onTakeBack?: ((variant: Variant) => void) | undefined;
}

export function CameraBelow({ camera, onTakeBack }: BelowProps) {
  if (!camera.isOpen) return null;
  return (
    <>
      {camera.panel ? (
        h(camera.panel, { onClose: camera.close })
      ) : (
        <p class="soft">{t("Opening the camera…")}</p>
      )}
      {lastRead.value.length > 0 && (
        <ul class="camera-reads" aria-label={t("Read last")}>
          {lastRead.value.map(({ uid, variant }) => (
            <li key={uid}>
              <span>{variant.name}</span>
              {onTakeBack && (
                <button
                  type="button"
                  class="button"
                  aria-label={t("Take off %(name)s", { name: variant.name })}
                  onClick={() => {
                    onTakeBack(variant);
                    dropRead(uid);
                  }}
                >
                  {t("Take off")}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
