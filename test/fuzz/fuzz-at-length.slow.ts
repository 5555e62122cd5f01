import { slowShare } from "../support/slow-share.ts";
import { describeFuzz } from "./fuzz.ts";

describeFuzz(Math.ceil(5_000 / slowShare), "fuzz");
