import type { Server } from "node:http";
import { createRequire } from "node:module";
import type sesLocal from "aws-ses-v2-local";
import type { AcceptedMail } from "./mail-accounts.ts";

/**
 * The mails in the browser: aws-ses-v2-local on a port of its own. It believes everything, so it gets only
 * what the embedded SES accepted. Its store belongs to the process: a second inbox would show the same mails.
 */
export class MailInbox {
  /** The page for the browser. */
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  /** Starts it on the loopback interface, on any free port unless one is given. */
  static async start(port = 0): Promise<MailInbox> {
    // Loaded when wanted, for it takes a fifth of a second. By `require`, because tools disagree about what
    // the default import of a CommonJS module with a default export is.
    const library: typeof sesLocal = createRequire(import.meta.url)("aws-ses-v2-local");
    const server = await library.default({ host: "127.0.0.1", port });
    // A server that ends idle connections can do so just when the next mail is sent over one.
    server.keepAliveTimeout = 0;
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the inbox listens on no port");
    return new MailInbox(server, `http://127.0.0.1:${address.port}`);
  }

  /** Puts a mail into the inbox. */
  async deliver({ from, recipients, subject, text, html, tags }: AcceptedMail): Promise<void> {
    const response = await fetch(`${this.url}/v2/email/outbound-emails`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: "AWS4-HMAC-SHA256 verified by the front",
      },
      body: JSON.stringify({
        FromEmailAddress: from,
        Destination: { ToAddresses: recipients },
        Content: {
          Simple: {
            // The inbox refuses a mail without subject or without any text; SES does not.
            Subject: { Data: subject || "(no subject)" },
            Body: { Text: { Data: text || "(no text)" }, ...(html ? { Html: { Data: html } } : {}) },
          },
        },
        EmailTags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
      }),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`the inbox answered ${response.status}: ${answer}`);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve, reject) => {
      this.#server.close((error) => (error === undefined ? resolve() : reject(error)));
    });
  }
}
