// SPDX-License-Identifier: Apache-2.0
// The face of this folder. To read a mail: normalize_line_ends(), then a Walker; of each Part
// decode_body() and to_utf8() where its content is wanted. Nothing here knows what a bounce is.
//
//   std::string copy, decoded, text;
//   mime::Walker walker(mime::normalize_line_ends(bytes, copy));
//   for (mime::Part part; walker.next(part);) {
//     if (part.is("message/rfc822")) walker.skip_children();
//     if (part.container) continue;
//     use(mime::to_utf8(mime::decode_body(part, decoded, kEnough), part.charset, text));
//   }
#pragma once

#include "sources/bounce/mime/addresses.h"     // IWYU pragma: export
#include "sources/bounce/mime/charset.h"       // IWYU pragma: export
#include "sources/bounce/mime/content_type.h"  // IWYU pragma: export
#include "sources/bounce/mime/date.h"          // IWYU pragma: export
#include "sources/bounce/mime/fields.h"        // IWYU pragma: export
#include "sources/bounce/mime/header_text.h"   // IWYU pragma: export
#include "sources/bounce/mime/html.h"          // IWYU pragma: export
#include "sources/bounce/mime/transfer.h"      // IWYU pragma: export
#include "sources/bounce/mime/walker.h"        // IWYU pragma: export
