import { escapeXml } from "../../cloud/query-protocol.ts";
import type { ServiceResponse } from "../../cloud/service.ts";

/** An element with text. */
export function textElement(name: string, text: string | number | boolean): string {
  return `<${name}>${escapeXml(String(text))}</${name}>`;
}

/** An element with the elements in it, as `textElement` and `element` give them. */
export function parentElement(name: string, children: readonly string[]): string {
  return `<${name}>${children.join("")}</${name}>`;
}

/** A document of the S3 API; unlike AWS Query, S3 repeats an element instead of wrapping members. */
export function xmlResponse(name: string, children: readonly string[], requestId: string): ServiceResponse {
  const root = `<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${children.join("")}</${name}>`;
  return { status: 200, headers: xmlHeaders(requestId), body: declaration + root };
}

/** An error of the S3 API (S3 API reference, "Error responses"). */
export function xmlError(code: string, message: string, status: number, requestId: string): ServiceResponse {
  const children = [
    textElement("Code", code),
    textElement("Message", message),
    textElement("RequestId", requestId),
  ];
  return { status, headers: xmlHeaders(requestId), body: declaration + parentElement("Error", children) };
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

function xmlHeaders(requestId: string): Record<string, string> {
  return { "content-type": "application/xml", "x-amz-request-id": requestId };
}
