import { describeFuzz } from "./fuzz.ts";

describeFuzz(5_000, "fuzz");
