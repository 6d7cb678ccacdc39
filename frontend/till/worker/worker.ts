/**
 * Keeps the page of the till and its files on the device, so that the till opens without a network.
 *
 * The server writes the list of files before this script: a new build, or new words, make it another script, which the
 * browser installs beside the running one. It takes over only when the till says so, between two sales.
 */
import { copyResponse, setCacheNameDetails } from "workbox-core";
import {
  addPlugins,
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  type PrecacheEntry,
  precacheAndRoute,
} from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { TAKE_OVER } from "./words";

interface Kept {
  /** The address of the page; every page below it is this one. */
  page: string;
  /** Which build it is of. */
  build: string;
  files: PrecacheEntry[];
}

declare const self: ServiceWorkerGlobalScope & { kept: Kept };

setCacheNameDetails({ prefix: "noren-till" });
// The page is that of the language it was asked for in; whoever opens it later, with another cookie, gets the same.
// An answer that is none of ours, such as that of a server that starts anew, is not kept: then nothing of it is. Nor is the
// page of another build, from a server that is not replaced yet: its files would be missing. The next look tries again.
addPlugins([
  {
    cacheWillUpdate: async ({ request, response }) =>
      response.status === 200 && isOfThisBuild(request, response)
        ? copyResponse(response, withoutVary)
        : null,
  },
]);
precacheAndRoute(self.kept.files);
registerRoute(new NavigationRoute(createHandlerBoundToURL(self.kept.page)));
cleanupOutdatedCaches();

function isOfThisBuild({ url }: Request, { headers }: Response): boolean {
  const isPage = new URL(url).pathname === self.kept.page;
  return !isPage || headers.get("Noren-Build") === self.kept.build;
}

function withoutVary(init: ResponseInit): ResponseInit {
  (init.headers as Headers).delete("Vary");
  return init;
}

self.addEventListener("message", ({ data }) => {
  if (data === TAKE_OVER) void self.skipWaiting();
});
