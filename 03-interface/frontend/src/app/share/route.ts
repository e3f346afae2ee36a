/** Recordings that were shared while the service worker was not there to take them: they are not read, and the list says so. */
export function POST(): Response {
  return new Response(null, { status: 303, headers: { Location: "/meetings?shared=lost" } });
}
