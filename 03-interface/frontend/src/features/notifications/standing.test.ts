import { expect, it } from "vitest";

import { standingOf } from "./standing";

const asked = (permission: NotificationPermission) => ({ Notification: { permission } });

it.each([
  [{ isSecureContext: false, ...asked("default") }, "insecure"],
  [{ isSecureContext: true }, "missing"],
  [{ isSecureContext: true, ...asked("denied") }, "refused"],
  [{ isSecureContext: true, ...asked("default") }, "unasked"],
  [{ isSecureContext: true, ...asked("granted") }, "allowed"],
] as const)("%o: %s", (place, standing) => {
  expect(standingOf(place)).toBe(standing);
});
