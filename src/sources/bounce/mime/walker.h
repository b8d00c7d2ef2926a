// SPDX-License-Identifier: Apache-2.0
// The parts of a mail (RFC 2046), in the order in which they stand there, as views. No tree is
// built: a part is read when it is asked for, and forgotten. Reading never fails; issues() says
// what was wrong. Decryption, signatures, uuencode and TNEF are left alone.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

#include "sources/bounce/mime/content_type.h"
#include "sources/bounce/mime/header_scan.h"
#include "sources/bounce/mime/issues.h"
#include "sources/bounce/mime/limits.h"
#include "sources/bounce/mime/transfer.h"

namespace smtpscope::mime {

struct Limits {
  std::uint32_t parts = kMaxParts;
  std::uint32_t depth = kMaxDepth;
};

/// One part; also the mail itself, a multipart, and the mail in a message/rfc822. Views point into
/// the mail; boundary, charset, name and report_type may also point into the Walker where their
/// spelling had to be undone, and hold until its next next().
struct Part {
  std::uint32_t number = 0;  ///< from 1 on, in order
  std::uint32_t parent = 0;  ///< number of the container; 0 for the mail itself
  std::uint32_t depth = 0;   ///< 0 for the mail itself

  std::string_view header;
  std::string_view body;      ///< raw; of a container everything in it
  std::string_view preamble;  ///< of a multipart: what stands before its first part
  std::string_view type;      ///< as written, without parameters; text/plain where none is stated
  std::string_view content_type;  ///< the whole field; empty where there is none
  std::string_view charset;
  std::string_view boundary;
  std::string_view name;  ///< name or filename, not decoded
  std::string_view report_type;
  Encoding encoding = Encoding::none;

  bool container = false;   ///< next() goes into it
  bool in_message = false;  ///< inside a message/rfc822 or message/global
  bool terminated = true;   ///< false where a multipart ended without its last delimiter

  bool is(std::string_view what) const noexcept { return base::equals_nocase(type, what); }
  bool is_multipart() const noexcept { return base::starts_with_nocase(type, "multipart/"); }
  /// A whole mail: message/rfc822, message/global, message/news.
  bool is_message() const noexcept;
};

class Walker {
 public:
  /// `mail` must outlive the walker and its parts; see normalize_line_ends().
  explicit Walker(std::string_view mail, const Limits& limits = {});

  /// False behind the last part.
  bool next(Part& out);
  /// Leaves out what is inside the part that next() gave last.
  void skip_children() noexcept { entering_ = false; }
  /// Bits of Issue, of what was read so far.
  std::uint32_t issues() const noexcept { return issues_; }

 private:
  struct Frame {  ///< an open container
    std::string_view region;
    std::string_view boundary;
    std::size_t pos = 0;  ///< where its next part begins; npos behind the last
    std::uint32_t number = 0;
    std::uint32_t depth = 0;  ///< of its parts
    bool message = false;     ///< one mail, no boundary
    bool digest = false;
    bool in_message = false;
  };

  bool next_region(Frame& frame, std::string_view& region, bool& terminated) noexcept;
  void read_part(const Frame& frame, std::string_view region, Part& out);
  void read_type(const Frame& frame, const HeaderScan& scan, Part& out);
  void read_parameters(const ContentType& type, Part& out);
  std::string& room_for(std::size_t parameter);
  void open(Part& out);
  bool is_readable(const Part& out) noexcept;
  bool find_first_part(Part& out) noexcept;

  Limits limits_;
  std::vector<Frame> frames_;
  Frame pending_;  ///< the container given last
  bool entering_ = false;
  std::uint32_t count_ = 0;
  std::uint32_t issues_ = 0;
  std::array<std::string, 3> unescaped_;  ///< charset, name, report type of the last part
  std::list<std::string> boundaries_;     ///< those that are not in the mail as they are meant
};

/// The body without its transfer encoding, as decode() does it.
std::string_view decode_body(const Part& part, std::string& buffer, std::size_t limit);

}  // namespace smtpscope::mime
