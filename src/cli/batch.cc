// SPDX-License-Identifier: Apache-2.0
#include "cli/batch.h"

#include <cerrno>
#include <cstring>

#include <simdjson.h>
#include <unistd.h>

#include "base/text.h"
#include "base/utf8.h"

#include "cli/command.h"
#include "core/repeat_cache.h"
#include "format/json.h"

namespace smtpscope::cli {
namespace {

/// What a line that came twice was answered, around the id, which differs.
struct KeptLine {
  core::KeptQuestion question;
  std::string bytes;
  std::size_t id_at = 0;
};

class Batch {
 public:
  Batch(const core::Classifier& classifier, bool prose) : classifier_(classifier) {
    options_.prose = prose;
    memory_.set_keeping_answers(false);  // their lines are kept
  }

  int run() {
    std::size_t used = 0;
    buffer_.resize(std::size_t{1} << 20);
    while (true) {
      const ssize_t n =
          ::read(STDIN_FILENO, buffer_.data() + used, buffer_.size() - used - kPadding);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) {
        print_error({"standard input", 0, std::string("cannot read: ") + std::strerror(errno), ""});
        return kCannotRead;
      }
      if (n == 0) break;
      used = take_lines(used + static_cast<std::size_t>(n));
      if (!flush()) return kCannotRead;
      if (used + kPadding >= buffer_.size()) {
        if (buffer_.size() >= kMaxBatchLine) {
          skip_line_ = true;
          used = 0;
        } else {
          buffer_.resize(buffer_.size() * 2);
        }
      }
    }
    if (used > 0) line({buffer_.data(), used});
    if (!flush()) return kCannotRead;
    return failed_ ? kCannotRead : kDone;
  }

 private:
  static constexpr std::size_t kPadding = simdjson::SIMDJSON_PADDING;

  /// Handles every complete line; returns how many bytes of the next are left at the front.
  std::size_t take_lines(std::size_t used) {
    std::size_t begin = 0;
    while (true) {
      const void* found = std::memchr(buffer_.data() + begin, '\n', used - begin);
      if (found == nullptr) break;
      const auto end = static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data());
      line({buffer_.data() + begin, end - begin});
      begin = end + 1;
    }
    std::memmove(buffer_.data(), buffer_.data() + begin, used - begin);
    return used - begin;
  }

  /// `text` lies in the buffer, so simdjson's padding behind it is readable.
  void line(std::string_view text) {
    if (skip_line_) {
      skip_line_ = false;
      return error("null", "the line is longer than 16 MiB");
    }
    if (base::trim(text).empty()) return;
    simdjson::dom::element root;
    bool parsed = parser_.parse(text.data(), text.size(), false).get(root) == simdjson::SUCCESS;
    const bool utf8 = parsed || base::is_utf8(text);  // the parser has looked
    std::string repaired;
    if (!utf8) {
      base::repair_utf8(text, repaired);
      repaired.reserve(repaired.size() + kPadding);
      parsed =
          parser_.parse(repaired.data(), repaired.size(), false).get(root) == simdjson::SUCCESS;
    }
    if (!parsed) return error("null", "the line is no JSON");
    simdjson::dom::object object;
    if (root.get_object().get(object) != simdjson::SUCCESS)
      return error("null", "the line is no JSON object");
    question(object, !utf8);
  }

  void question(const simdjson::dom::object& object, bool repaired) {
    core::Question q;
    id_.clear();
    bool has_text = false;
    for (const auto field : object) {
      std::string_view value;
      if (field.key == "id") {
        append_id(field.value);
      } else if (field.key == "text") {
        if (field.value.get_string().get(value) != simdjson::SUCCESS)
          return error(id(), "`text` must be a string");
        q.text = value;
        has_text = true;
      } else if (field.key == "stage" && field.value.get_string().get(value) == simdjson::SUCCESS) {
        const auto stage = reply::parse_stage(value);
        if (!stage) return error(id(), "`stage` is no stage");
        q.stage = *stage;
      } else if (field.key == "host" && field.value.get_string().get(value) == simdjson::SUCCESS) {
        q.host = value;
      } else if (field.key == "domain" &&
                 field.value.get_string().get(value) == simdjson::SUCCESS) {
        q.domain = value;
      }
    }
    if (!has_text) return error(id(), "the object has no `text`");
    answer(q, repaired);
    if (out_.size() > (std::size_t{1} << 18)) flush();
  }

  void answer(const core::Question& q, bool repaired) {
    const bool keeping = !repaired && core::is_short(q);
    const std::uint64_t hash = keeping ? core::hash_question(q) : 0;
    const auto same = [&](const KeptLine& kept) { return kept.question.is(q); };
    if (const KeptLine* kept = keeping ? lines_.find(hash, same) : nullptr) {
      const std::string_view bytes(kept->bytes);
      out_.append(bytes.substr(0, kept->id_at));
      format::append_batch_id(id_, out_);
      out_.append(bytes.substr(kept->id_at));
      return;
    }
    const core::Answer& found = classifier_.classify_kept(q, memory_);
    const std::size_t begin = out_.size();
    options_.repaired = repaired;
    const std::size_t id_at = format::append_batch_object(classifier_, found, id_, options_, out_);
    out_.push_back('\n');
    if (!keeping || out_.size() - begin > kMaxKeptLine) return;
    if (KeptLine* place = lines_.admit(hash)) keep(q, begin, id_at, *place);
  }

  void keep(const core::Question& q, std::size_t begin, std::size_t id_at, KeptLine& place) {
    const std::string_view line(out_);
    std::string id;
    format::append_batch_id(id_, id);
    place.question.keep(q);
    place.bytes = line.substr(begin, id_at - begin);
    place.bytes += line.substr(id_at + id.size());
    place.id_at = id_at - begin;
  }

  /// The id as JSON, whatever it is.
  void append_id(const simdjson::dom::element& value) {
    std::string_view text;
    std::int64_t number = 0;
    if (value.get_string().get(text) == simdjson::SUCCESS) {
      format::append_json_string(text, id_);
    } else if (value.get_int64().get(number) == simdjson::SUCCESS) {
      id_ = std::to_string(number);
    } else {
      id_ = simdjson::minify(value);
    }
  }

  std::string_view id() const { return id_.empty() ? std::string_view("null") : id_; }

  void error(std::string_view id, std::string_view what) {
    failed_ = true;
    out_.append("{\"id\":").append(id).append(",\"error\":");
    format::append_json_string(what, out_);
    out_.append("}\n");
  }

  bool flush() {
    const bool ok = write_out(out_);
    out_.clear();
    return ok;
  }

  const core::Classifier& classifier_;
  core::Memory memory_;
  format::JsonOptions options_;
  simdjson::dom::parser parser_;
  std::string buffer_, out_, id_;
  core::RepeatCache<KeptLine> lines_{core::kMaxKeptTexts};
  bool failed_ = false, skip_line_ = false;
};

}  // namespace

int run_batch(const core::Classifier& classifier, bool prose) {
  return Batch(classifier, prose).run();
}

}  // namespace smtpscope::cli
