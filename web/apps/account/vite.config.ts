import { labwrightApp } from "@labwright/config/vite";

export default labwrightApp("account");
