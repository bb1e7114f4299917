// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cctype>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// Reads a picture back: a small reader of well-formed XML (https://www.w3.org/TR/xml/), which throws where a document is not.

namespace drawn {

struct element {
    std::string name = {};
    std::map<std::string, std::string> attributes = {};
    std::string text = {};                ///< its own, without that of its children
    std::vector<element> children = {};

    std::string operator[](const std::string& attribute) const
    {
        const auto found = attributes.find(attribute);
        return found == attributes.end() ? std::string() : found->second;
    }
    int number(const std::string& attribute) const { return std::stoi(attributes.at(attribute)); }
    /// Whether it is of that class.
    bool is(std::string_view css) const { return (" " + (*this)["class"] + " ").find(" " + std::string(css) + " ") != std::string::npos; }
    std::string title() const { return !children.empty() && children.front().name == "title" ? children.front().text : std::string(); }

    /// Every element in it that is of that class, in order.
    std::vector<element> all(std::string_view css) const
    {
        std::vector<element> found;
        each([&](const element& e) {
            if (e.is(css)) found.push_back(e);
        });
        return found;
    }
    template <class Take>
    void each(Take take) const
    {
        take(*this);
        for (const element& e : children) e.each(take);
    }
};

class reader {
public:
    explicit reader(std::string_view text) : left_(text) {}

    element document()
    {
        check_letters();
        space();
        element root = one();
        space();
        if (!left_.empty()) fail("something after the root");
        return root;
    }

private:
    [[noreturn]] void fail(const std::string& why) const { throw std::runtime_error(why + " before: " + std::string(left_.substr(0, 60))); }

    /// UTF-8 without what XML cannot have.
    void check_letters() const
    {
        for (std::size_t i = 0; i < left_.size();) {
            const auto c = static_cast<unsigned char>(left_[i]);
            const std::size_t size = c < 0x80 ? 1 : c >> 5 == 6 ? 2 : c >> 4 == 14 ? 3 : c >> 3 == 30 ? 4 : 0;
            if (size == 0 || i + size > left_.size()) throw std::runtime_error("no UTF-8");
            if (c < 0x20 && c != '\n') throw std::runtime_error("a control character");
            for (std::size_t k = 1; k < size; ++k)
                if ((static_cast<unsigned char>(left_[i + k]) & 0xC0) != 0x80) throw std::runtime_error("no UTF-8");
            i += size;
        }
    }

    bool take(std::string_view what)
    {
        if (!left_.starts_with(what)) return false;
        left_.remove_prefix(what.size());
        return true;
    }
    void need(std::string_view what)
    {
        if (!take(what)) fail("no " + std::string(what));
    }
    void space()
    {
        while (!left_.empty() && (left_.front() == ' ' || left_.front() == '\n')) left_.remove_prefix(1);
    }
    std::string word()
    {
        std::size_t size = 0;
        while (size < left_.size() && (std::isalnum(static_cast<unsigned char>(left_[size])) != 0 || left_[size] == '-' || left_[size] == ':')) ++size;
        if (size == 0) fail("no name");
        const std::string found(left_.substr(0, size));
        left_.remove_prefix(size);
        return found;
    }
    /// Character data up to `end`, which is not taken.
    std::string data(char end)
    {
        std::string found;
        while (!left_.empty() && left_.front() != end) {
            if (left_.front() == '<' || left_.starts_with("]]>")) fail("markup in text");
            if (take("&amp;")) found += '&';
            else if (take("&lt;")) found += '<';
            else if (take("&gt;")) found += '>';
            else if (take("&quot;")) found += '"';
            else if (left_.front() == '&') fail("an unknown entity");
            else found += left_.front(), left_.remove_prefix(1);
        }
        return found;
    }
    element one()
    {
        element e;
        need("<");
        e.name = word();
        for (space(); !left_.starts_with(">") && !left_.starts_with("/>"); space()) {
            const std::string name = word();
            need("=\"");
            if (!e.attributes.emplace(name, data('"')).second) fail("an attribute twice");
            need("\"");
        }
        if (take("/>")) return e;
        need(">");
        while (!left_.starts_with("</")) {
            if (left_.empty()) fail("the end");
            if (left_.front() == '<') e.children.push_back(one());
            else e.text += data('<');
        }
        need("</" + e.name + ">");
        return e;
    }

    std::string_view left_;
};

inline element read(const std::string& svg) { return reader(svg).document(); }

}  // namespace drawn
