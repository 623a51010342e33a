/** Faults below HTTP: no connection, no trust in the certificate, a connection that breaks. By the codes that Node and OpenSSL give. */
import type { Failure } from './faults.ts';

export const certificateCodes =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/;

const noHost = /^(?:ENOTFOUND|EAI_)/;
const noRoute = /^(?:EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|EADDRNOTAVAIL|EACCES|EPERM)$/;

/** All that a browser tells of a request that came to nothing: no server, no certificate, or no leave for this page. */
export function notLetThrough(origin: string): Failure {
  const message =
    `The browser got no answer from ${origin}. See that the server runs there, and that it allows requests from this editor's page (CORS). ` +
    'From a page of https:// only servers with https://, or on this machine, can be reached.';
  return { fault: { kind: 'unreachable', message }, retry: false };
}

/** `code`: empty where there is none. `started`: the reply had begun when the connection broke. */
export function networkFault(code: string, origin: string, started: boolean): Failure {
  const unreachable = (message: string, retry = false): Failure => ({ fault: { kind: 'unreachable', message }, retry });
  if (code === 'ECONNREFUSED') {
    return unreachable(`Nothing answers at ${origin}. Start the server, or set its right address.`);
  }
  if (noHost.test(code))
    return unreachable(`There is no host of the name in ${origin}. Check the address and the network.`);
  if (noRoute.test(code))
    return unreachable(`${origin} cannot be reached (${code}). Check the address and the network.`);
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'EPROTO' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return unreachable(
      `The server at ${origin} does not speak HTTPS. Set its address with http://, if it is on this machine or in your network.`,
    );
  }
  if (certificateCodes.test(code)) {
    return unreachable(
      `The certificate of ${origin} is not accepted (${code}), so nothing was sent. Name the certificate of its authority in NODE_EXTRA_CA_CERTS, or mend the certificate.`,
    );
  }
  if (code.startsWith('HPE_')) {
    return {
      fault: { kind: 'not-understood', message: `What answers at ${origin} does not speak HTTP. Check the address.` },
      retry: false,
    };
  }
  if (started) {
    return {
      fault: {
        kind: 'broken',
        message: `The server at ${origin} broke off in the middle of its answer. Look at its log.`,
      },
      retry: true,
    };
  }
  return unreachable(`The server at ${origin} closed the connection without an answer. Look at its log.`, true);
}
