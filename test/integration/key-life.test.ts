import { startEmbeddedTestCloud } from "./embedded-test-cloud.ts";
import { describeKeyLife } from "./key-life.suite.ts";

describeKeyLife(startEmbeddedTestCloud);
