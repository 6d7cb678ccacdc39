/** Taking over the till with staff code and password, which works at the device's own register alone. */

import { stand } from "../state/device";
import { enrolled } from "../state/enrolled";
import { unsent } from "../state/finishing";
import { enter, session } from "../state/session";
import type { Refusal } from "./takeover";

/**
 * Lets somebody take over with a password, or says why not. Throws `Problem` or `NotConnected`.
 *
 * With the device's secret, so that the new session ends too when the office locks the device. A sale that is on its way
 * is booked under who rang it up: nobody else takes over before that.
 */
export async function takeOverByPassword(staffCode: string, password: string): Promise<Refusal | null> {
  if (unsent.peek() && session.peek()?.staff.code !== staffCode) return { why: "sale_on_its_way" };
  await enter({
    staff_code: staffCode,
    password,
    store_code: stand.value?.storeCode ?? "",
    register_code: stand.value?.registerCode ?? "",
    device_secret: enrolled.peek()?.secret ?? null,
  });
  return null;
}
