/** What the proxy tells a page of the request for it. What a browser sends under these names is overwritten. */

/** Path and query. */
export const ADDRESS_HEADER = "x-page-address";

/** What the page's policy lets its scripts be known by. */
export const NONCE_HEADER = "x-page-nonce";
