/**
 * Whether the browser lets this page notify. `insecure`: only pages with an address of https may. `missing`: it knows no
 * notifications. `refused`: the reader, or whoever set the browser up, said no. `unasked`: nobody was asked yet.
 */
export type Standing = "insecure" | "missing" | "refused" | "unasked" | "allowed";

type Place = Pick<Window, "isSecureContext"> & { Notification?: Pick<typeof Notification, "permission"> };

export function standingOf(place: Place): Standing {
  if (!place.isSecureContext) return "insecure";
  if (!place.Notification) return "missing";
  const { permission } = place.Notification;
  if (permission === "granted") return "allowed";
  return permission === "denied" ? "refused" : "unasked";
}

/** Asks the browser; to be called when somebody presses, never by itself. */
export async function ask(): Promise<Standing> {
  if (standingOf(window) === "unasked") await Notification.requestPermission().catch(() => undefined);
  return standingOf(window);
}

/** Calls when the answer changes in the browser's own settings, where the browser tells. */
export function onStanding(listener: () => void): () => void {
  let ended = false;
  let leave = () => undefined as void;
  void navigator.permissions
    ?.query({ name: "notifications" })
    .then((status) => {
      if (ended) return;
      status.addEventListener("change", listener);
      leave = () => status.removeEventListener("change", listener);
    })
    .catch(() => undefined);
  return () => {
    ended = true;
    leave();
  };
}
