// Loaded before the standalone server (`node --import`) where the product has a certificate of its own: Next's production server
// speaks plain HTTP only (next/dist/server/lib/start-server.js refuses a certificate outside development).
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";

const identity = {
  cert: readFileSync(process.env.SCRIBE_TLS_CERTIFICATE),
  key: readFileSync(process.env.SCRIBE_TLS_KEY),
};

// The one server that Next makes; it is handed nothing but what answers requests.
http.createServer = (answer) =>
  https.createServer(identity, (request, response) => {
    // What the reader's browser used, whatever it says itself: the page finds the API by it.
    request.headers["x-forwarded-proto"] = "https";
    return answer(request, response);
  });
