// SPDX-License-Identifier: Apache-2.0
/** The style sheet and the script of the HTML report: html.css and html.js, made part of the program by CMake. */
#ifndef EPMM_HTML_ASSETS_H
#define EPMM_HTML_ASSETS_H

extern const char html_style[];  /**< html.css, NUL-terminated */
extern const char html_script[]; /**< html.js, NUL-terminated */

#endif
