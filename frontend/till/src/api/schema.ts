// Written by `npm run types` from the API's description; change the API's schemas, not this file.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ApprovalIn: {
            request: components["schemas"]["VoidAsked"] | components["schemas"]["ReturnAsked"] | components["schemas"]["CashMoveAsked"] | components["schemas"]["MarkdownAsked"];
            staff_code: string;
            password: string;
        };
        ApprovalOut: {
            /** Format: uuid */
            uid: string;
            approver_name: string;
            /** Format: date-time */
            valid_until: string;
        };
        BackGoodsIn: {
            sku: string;
            quantity: number;
            /** @enum {string} */
            condition: "resalable" | "damaged" | "checking" | "discarded";
            /** @default  */
            note: string;
        };
        BackLineIn: {
            /** Format: uuid */
            line_uid: string;
            quantity: number;
            /** @enum {string} */
            condition: "resalable" | "damaged" | "checking" | "discarded";
            /** @default  */
            note: string;
        };
        BookedInShiftOut: {
            /** Format: uuid */
            uid: string;
            number: number;
            /** Format: date-time */
            opened_at: string;
            closed_at: string | null;
            has_joined: boolean;
        };
        BookedOut: {
            /** Format: uuid */
            uid: string;
            number: string;
            receipt_number: string;
            total_minor: number;
            points: number;
        };
        CashMoveAsked: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            deed: "move_cash";
            /** Format: uuid */
            shift_uid: string;
            /** Format: uuid */
            uid: string;
            /** @enum {string} */
            purpose: "change" | "paid_in" | "paid_out" | "bank" | "petty" | "exchange";
            amount_minor: number;
            reason: string;
        };
        CashMoveIn: {
            /** Format: uuid */
            uid: string;
            /** @enum {string} */
            purpose: "change" | "paid_in" | "paid_out" | "bank" | "petty" | "exchange";
            amount_minor: number;
            reason: string;
            approval_uid?: string | null;
        };
        CashMoveOut: {
            /** Format: uuid */
            uid: string;
            purpose: string;
            amount_minor: number;
            delta_minor: number;
            reason: string;
            staff_name: string;
            /** Format: date-time */
            moved_at: string;
            heard_at: string | null;
            is_late: boolean;
        };
        CashOut: {
            opening_minor: number;
            taken_minor: number;
            refunded_minor: number;
            paid_out_minor: number;
            moved_in_minor: number;
            moved_out_minor: number;
            expected_minor: number;
        };
        CategoriesPage: {
            starts_anew: boolean;
            has_more: boolean;
            cursor: string;
            /** Format: date-time */
            as_of: string;
            total: number | null;
            gone: string[];
            /** @constant */
            part: "categories";
            rows: [
                string,
                string,
                string | null
            ][];
        };
        ChangeOrderIn: {
            uid?: string | null;
            /** @default [] */
            lines: components["schemas"]["LineChangeIn"][];
            /** @default [] */
            added: components["schemas"]["WantedLineIn"][];
            expected_total_minor?: number | null;
            /** @default  */
            reason: string;
        };
        ChangeQuoteOut: {
            lines: components["schemas"]["LineDifferenceOut"][];
            total_before_minor: number;
            total_minor: number;
            discount_minor: number;
            points: number;
            lost_coupons: string[];
            due_minor: number;
            back_minor: number;
            is_all: boolean;
        };
        ChoiceOut: {
            code: string;
            words: string;
        };
        ColleagueOut: {
            register_name: string;
            store_name: string;
            staff_name: string;
            /** @enum {string} */
            doing: "pickup" | "hand_over" | "change" | "return";
            /** Format: date-time */
            seen_at: string;
        };
        CountIn: {
            value_minor: number;
            pieces: number;
        };
        CountOut: {
            value_minor: number;
            pieces: number;
        };
        CouponApplied: {
            code: string;
            name: string;
            discount_minor: number;
        };
        CouponOfferOut: {
            code: string;
            name: string;
            benefit: string;
            /** Format: date-time */
            valid_until: string;
            uses_left: number | null;
            saving_minor: number;
            refusal: string;
        };
        CouponOut: {
            code: string;
            name: string;
            benefit: string;
            /** Format: date-time */
            valid_until: string;
            uses_left: number | null;
        };
        CouponRefused: {
            code: string;
            reason: string;
            message: string;
        };
        CouponsPage: {
            starts_anew: boolean;
            has_more: boolean;
            cursor: string;
            /** Format: date-time */
            as_of: string;
            total: number | null;
            gone: string[];
            /** @constant */
            part: "coupons";
            rows: [
                string,
                string,
                string,
                {
                    [key: string]: unknown;
                },
                string[] | null,
                string,
                string,
                number | null,
                number | null
            ][];
        };
        CustomerBrief: {
            /** Format: uuid */
            uid: string;
            member_number: string | null;
            name: string;
        };
        CustomerList: {
            customers: components["schemas"]["CustomerOut"][];
        };
        CustomerOut: {
            /** Format: uuid */
            uid: string;
            member_number: string | null;
            name: string;
            family_name: string;
            given_name: string;
            family_kana: string;
            given_kana: string;
            email: string;
            phone: string;
            language: string;
            /** Format: date-time */
            joined_at: string;
            joined_channel: string;
            home_store_code: string | null;
        };
        DeliveryTermsOut: {
            is_offered: boolean;
            fee_minor: number;
            free_from_minor: number | null;
            prefectures: string[];
            days: components["schemas"]["ChoiceOut"][];
            slots: components["schemas"]["ChoiceOut"][];
        };
        DeviceEnvelopesIn: {
            envelopes: (components["schemas"]["EnvelopeIn"] | components["schemas"]["OpenShiftWordIn"] | components["schemas"]["MoveCashWordIn"])[];
            device_secret: string;
        };
        DeviceOut: {
            /** Format: uuid */
            uid: string;
            name: string;
            /** @enum {string} */
            state: "active" | "locked" | "sending" | "replaced";
            screen_note: string;
            store: components["schemas"]["DeviceStoreOut"];
            register: components["schemas"]["RegisterOut"];
            is_in_use: boolean;
        };
        DeviceReportIn: {
            device_secret: string;
            /** @default  */
            app_version: string;
            waiting_count: number;
            waiting_minor: number;
            waiting_since?: string | null;
            goods_as_of?: string | null;
            /** @default  */
            last_error: string;
            /** @default false */
            is_wiped: boolean;
        };
        DeviceStoreOut: {
            code: string;
            name: string;
            phone: string;
        };
        DiscountOut: {
            code: string;
            amount_minor: number;
        };
        EnrollIn: {
            link_secret: string;
            /** @default  */
            app_version: string;
        };
        EnrolledOut: {
            /** Format: uuid */
            uid: string;
            name: string;
            /** @enum {string} */
            state: "active" | "locked" | "sending" | "replaced";
            screen_note: string;
            store: components["schemas"]["DeviceStoreOut"];
            register: components["schemas"]["RegisterOut"];
            is_in_use: boolean;
            device_secret: string;
        };
        EnvelopeIn: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "sale";
            /** Format: uuid */
            uid: string;
            register_uid?: string | null;
            /** Format: uuid */
            staff_uid: string;
            provisional_number: string;
            /** Format: date-time */
            made_at: string;
            clock_offset_s: number;
            /** Format: date-time */
            synced_at: string;
            /** @default  */
            assortment_version: string;
            customer_uid?: string | null;
            member_number?: string | null;
            lines: components["schemas"]["MadeLineIn"][];
            /** @default [] */
            coupons: components["schemas"]["TakenOffIn"][];
            /** @default [] */
            markdowns: components["schemas"]["MarkdownIn"][];
            tenders: components["schemas"]["MadeTenderIn"][];
            goods_minor: number;
            discount_minor: number;
            taxes: components["schemas"]["MadeTaxIn"][];
            tax_minor: number;
            total_minor: number;
            points: number;
            /** @default false */
            is_training: boolean;
        };
        EnvelopesIn: {
            envelopes: (components["schemas"]["EnvelopeIn"] | components["schemas"]["OpenShiftWordIn"] | components["schemas"]["MoveCashWordIn"])[];
        };
        ExplainIn: {
            reason: string;
        };
        FieldProblem: {
            field: string;
            code: string;
            message: string;
        };
        FigureOut: {
            count: number;
            minor: number;
        };
        FormalReceiptIn: {
            /** Format: uuid */
            uid: string;
            recipient: string;
            /** @default  */
            purpose: string;
        };
        FormalReceiptOut: {
            /** Format: uuid */
            uid: string;
            receipt_number: string;
            number: number;
            recipient: string;
            purpose: string;
            /** Format: date-time */
            issued_at: string;
            slip: components["schemas"]["SlipOut"];
        };
        GoodsPage: {
            starts_anew: boolean;
            has_more: boolean;
            cursor: string;
            /** Format: date-time */
            as_of: string;
            total: number | null;
            gone: string[];
            /** @constant */
            part: "goods";
            rows: [
                string,
                string | null,
                string,
                string,
                string,
                number,
                string
            ][];
        };
        HandOverIn: {
            pickup_code: string;
            /** @default [] */
            extra_lines: components["schemas"]["TillLineIn"][];
            /** @default [] */
            coupon_codes: string[];
            tenders: components["schemas"]["TenderIn"][];
            expected_total_minor: number;
        };
        HeldIn: {
            base_version: number;
            lines: components["schemas"]["HeldLineIn"][];
            /** @default [] */
            coupon_codes: string[];
            /** @default  */
            member_number: string;
            /** @default false */
            is_for_home: boolean;
            total_minor: number;
            /** Format: date-time */
            held_at: string;
        };
        HeldLineIn: {
            /** Format: uuid */
            uid: string;
            sku: string;
            name: string;
            quantity: number;
            unit_price_minor: number;
            tax_rate_bp: number;
        };
        HeldLineOut: {
            /** Format: uuid */
            uid: string;
            sku: string;
            name: string;
            quantity: number;
            unit_price_minor: number;
            tax_rate_bp: number;
        };
        HeldListsOut: {
            lists: components["schemas"]["HeldOut"][];
        };
        HeldOut: {
            /** Format: uuid */
            uid: string;
            version: number;
            /** @enum {string} */
            state: "held" | "taken" | "thrown_away";
            is_sold: boolean;
            /** Format: uuid */
            register_uid: string;
            register_name: string;
            staff_name: string;
            lines: components["schemas"]["HeldLineOut"][];
            coupon_codes: string[];
            member_number: string;
            is_for_home: boolean;
            total_minor: number;
            /** Format: date-time */
            held_at: string;
            /** Format: date-time */
            changed_at: string;
            /** Format: date-time */
            expires_at: string;
            also_taken_by: string;
        };
        HomeDeliveryIn: {
            name: string;
            postal_code: string;
            prefecture: string;
            city: string;
            line1: string;
            /** @default  */
            line2: string;
            phone: string;
            day?: string | null;
            /** @default  */
            slot: string;
        };
        HomeDeliveryOut: {
            name: string;
            postal_code: string;
            prefecture: string;
            city: string;
            line1: string;
            /** @default  */
            line2: string;
            phone: string;
            day?: string | null;
            /** @default  */
            slot: string;
        };
        InNoShiftOut: {
            receipts: number;
            total_minor: number;
        };
        JoinIn: {
            uid?: string | null;
            family_name: string;
            /** @default  */
            given_name: string;
            /** @default  */
            family_kana: string;
            /** @default  */
            given_kana: string;
            /** @default  */
            email: string;
            /** @default  */
            phone: string;
            birth_date?: string | null;
            /**
             * @default ja
             * @enum {string}
             */
            language: "ja" | "en";
            home_store_code?: string | null;
        };
        KeysPage: {
            starts_anew: boolean;
            has_more: boolean;
            cursor: string;
            /** Format: date-time */
            as_of: string;
            total: number | null;
            gone: string[];
            /** @constant */
            part: "keys";
            rows: [
                string,
                number,
                string,
                string
            ][];
        };
        KnownStaffList: {
            staff: components["schemas"]["KnownStaffOut"][];
        };
        KnownStaffOut: {
            /** Format: uuid */
            uid: string;
            name: string;
            pin_set_at: string | null;
        };
        LateBatchOut: {
            /** Format: uuid */
            uid: string;
            number: number;
            /** Format: date-time */
            began_at: string;
            acknowledged_at: string | null;
            acknowledged_by: string;
            report: components["schemas"]["ShiftReportOut"];
        };
        LineChangeIn: {
            /** Format: uuid */
            uid: string;
            quantity: number;
            seen_quantity?: number | null;
            /** @default  */
            reason: string;
        };
        LineDifferenceOut: {
            sku: string;
            name: string;
            before: number;
            after: number;
            unit_price_minor: number;
            reason: string;
        };
        MadeLineIn: {
            /** Format: uuid */
            uid: string;
            sku: string;
            quantity: number;
            unit_price_minor: number;
            tax_rate_bp: number;
            list_minor: number;
            discount_minor: number;
            /** @default [] */
            discounts: components["schemas"]["TakenOffIn"][];
        };
        MadeTaxIn: {
            rate_bp: number;
            net_minor: number;
            tax_minor: number;
            gross_minor: number;
        };
        MadeTenderIn: {
            /** Format: uuid */
            uid: string;
            /** @default cash */
            provider: string;
            amount_minor: number;
            reference?: string | null;
            pieces?: number | null;
            change_minor?: number | null;
        };
        MailsOut: {
            queued: string[];
        };
        MarkdownAsked: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            deed: "mark_down";
            /** Format: uuid */
            order_uid: string;
            lines: components["schemas"]["MarkedLineIn"][];
            markdowns: components["schemas"]["MarkdownIn"][];
        };
        MarkdownIn: {
            line_uid?: string | null;
            /** @enum {string} */
            kind: "price" | "percent" | "amount";
            value: number;
            reason: string;
        };
        MarkedLineIn: {
            /** Format: uuid */
            uid: string;
            sku: string;
            quantity: number;
        };
        MemberChangeIn: {
            family_name?: string | null;
            given_name?: string | null;
            family_kana?: string | null;
            given_kana?: string | null;
            email?: string | null;
            phone?: string | null;
        };
        MemberOut: {
            /** Format: uuid */
            uid: string;
            member_number: string | null;
            name: string;
            family_name: string;
            given_name: string;
            family_kana: string;
            given_kana: string;
            email: string;
            phone: string;
            language: string;
            /** Format: date-time */
            joined_at: string;
            joined_channel: string;
            home_store_code: string | null;
            points_balance: number;
            coupons: components["schemas"]["CouponOut"][];
            recent_orders: components["schemas"]["OrderBrief"][];
        };
        MembersPage: {
            starts_anew: boolean;
            has_more: boolean;
            cursor: string;
            /** Format: date-time */
            as_of: string;
            total: number | null;
            gone: string[];
            /** @constant */
            part: "members";
            rows: [
                string,
                string,
                string,
                number,
                string[]
            ][];
        };
        MoveCashWordIn: {
            /** Format: uuid */
            uid: string;
            /** Format: uuid */
            register_uid: string;
            /** Format: uuid */
            staff_uid: string;
            /** Format: date-time */
            made_at: string;
            clock_offset_s: number;
            /** Format: date-time */
            synced_at: string;
            /** @default false */
            is_training: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "move_cash";
            /** @enum {string} */
            purpose: "change" | "paid_in" | "paid_out" | "bank" | "petty" | "exchange";
            amount_minor: number;
            reason: string;
        };
        OfflineCouponsOut: {
            kinds: string[];
            uses_per_register: number;
        };
        OfflineMarkdownsOut: {
            most_minor: number | null;
            most_percent: number | null;
        };
        OfflineTermsOut: {
            /** Format: date-time */
            at: string;
            most_per_sale_minor: number;
            most_per_register_minor: number;
            most_hours: number;
            most_cash_out_minor: number | null;
            most_days: number;
            clock_tolerance_s: number;
            most_envelopes: number;
            payments: string[];
            coupons: components["schemas"]["OfflineCouponsOut"];
            markdowns: components["schemas"]["OfflineMarkdownsOut"];
            forbidden: string[];
        };
        OpenShiftWordIn: {
            /** Format: uuid */
            uid: string;
            /** Format: uuid */
            register_uid: string;
            /** Format: uuid */
            staff_uid: string;
            /** Format: date-time */
            made_at: string;
            clock_offset_s: number;
            /** Format: date-time */
            synced_at: string;
            /** @default false */
            is_training: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "open_shift";
            counts: components["schemas"]["CountIn"][];
        };
        OrderBrief: {
            /** Format: uuid */
            uid: string;
            number: string;
            status: string;
            channel: string;
            completed_channel: string;
            store: components["schemas"]["StoreBrief"];
            /** Format: date-time */
            placed_at: string;
            completed_at: string | null;
            total_minor: number;
            returned_minor: number;
            points: number;
            line_count: number;
        };
        OrderChangeOut: {
            /** Format: uuid */
            uid: string;
            by: string;
            channel: string;
            reason: string;
            lines: components["schemas"]["LineDifferenceOut"][];
            lost_coupons: string[];
            total_before_minor: number;
            total_minor: number;
            is_all: boolean;
            /** Format: date-time */
            at: string;
        };
        OrderLineOut: {
            /** Format: uuid */
            uid: string;
            sku: string;
            name: string;
            ordered_quantity: number;
            quantity: number;
            /** @default 0 */
            awaited_quantity: number;
            /** @default 0 */
            returned_quantity: number;
            unit_price_minor: number;
            discount_minor: number;
            total_minor: number;
            tax_rate_bp: number;
            /** @default [] */
            discounts: components["schemas"]["DiscountOut"][];
            /** @default false */
            is_extra: boolean;
            /** @default  */
            fee: string;
        };
        OrderNoteIn: {
            uid?: string | null;
            text: string;
        };
        OrderNoteOut: {
            /** Format: uuid */
            uid: string;
            text: string;
            staff_name: string;
            channel: string;
            /** Format: date-time */
            at: string;
        };
        OrderNotesOut: {
            notes: components["schemas"]["OrderNoteOut"][];
        };
        OrderOut: {
            /** Format: uuid */
            uid: string;
            number: string;
            status: string;
            fulfillment: string;
            channel: string;
            completed_channel: string;
            store: components["schemas"]["StoreBrief"];
            customer: components["schemas"]["CustomerBrief"] | null;
            contact_name: string;
            contact_email: string;
            contact_phone: string;
            pickup_code: string | null;
            /** Format: date-time */
            placed_at: string;
            due_at: string | null;
            kept_until: string | null;
            ready_at: string | null;
            completed_at: string | null;
            ended_reason: string;
            lines: components["schemas"]["OrderLineOut"][];
            taxes: components["schemas"]["TaxOut"][];
            goods_minor: number;
            discount_minor: number;
            tax_minor: number;
            total_minor: number;
            buyer_note: string;
            is_gift: boolean;
            gift_message: string;
            changes: components["schemas"]["OrderChangeOut"][];
            returned_minor: number;
            points: number;
            pay_until: string | null;
            paid_minor: number;
            due_minor: number;
            payments: components["schemas"]["PaymentOut"][];
            refunds: components["schemas"]["RefundOut"][];
            receipt_numbers: string[];
            delivery: components["schemas"]["HomeDeliveryOut"] | null;
            /** @default [] */
            shipments: components["schemas"]["ShipmentOut"][];
            states: components["schemas"]["StateOut"][];
        };
        OutcomeList: {
            outcomes: components["schemas"]["OutcomeOut"][];
            /** Format: date-time */
            at: string;
        };
        OutcomeOut: {
            uid: string | null;
            /** @enum {string} */
            outcome: "booked" | "repeated" | "refused" | "not_now";
            sale: components["schemas"]["BookedOut"] | null;
            shift: components["schemas"]["BookedInShiftOut"] | null;
            problem: components["schemas"]["Problem"] | null;
        };
        ParcelLineOut: {
            /** Format: uuid */
            line_uid: string;
            sku: string;
            name: string;
            quantity: number;
        };
        PaymentOut: {
            /** Format: uuid */
            uid: string;
            provider: string;
            status: string;
            amount_minor: number;
            captured_minor: number;
            refunded_minor: number;
        };
        PickLineOut: {
            /** Format: uuid */
            uid: string;
            sku: string;
            gtin: string | null;
            name: string;
            ordered_quantity: number;
            quantity: number;
            picture_url: string | null;
        };
        PickedLineOut: {
            /** Format: uuid */
            line_uid: string;
            quantity: number;
        };
        PickedOut: {
            lines: components["schemas"]["PickedLineOut"][];
        };
        PickupList: {
            pickups: components["schemas"]["PickupOut"][];
            position: number;
        };
        PickupNewsOut: {
            position: number;
            placed: string[];
            changed: string[];
            open_count: number;
        };
        PickupOut: {
            /** Format: uuid */
            order_uid: string;
            number: string;
            status: string;
            order_status: string;
            pickup_code: string;
            customer: components["schemas"]["CustomerBrief"] | null;
            contact_name: string;
            /** Format: date-time */
            placed_at: string;
            due_at: string | null;
            kept_until: string | null;
            total_minor: number;
            paid_minor: number;
            piece_count: number;
            buyer_note: string;
            is_gift: boolean;
            gift_message: string;
            notes: string[];
            lines: components["schemas"]["PickLineOut"][];
        };
        PickupSlipLineOut: {
            name: string;
            sku: string;
            code: string;
            bars: string;
            places: string[];
            quantity: number;
            awaited_quantity: number;
        };
        PickupSlipOut: {
            /** Format: uuid */
            order_uid: string;
            number: string;
            pickup_code: string;
            store_name: string;
            contact_name: string;
            /** Format: date-time */
            placed_at: string;
            due_at: string | null;
            last_day: string | null;
            total_minor: number;
            due_minor: number;
            buyer_note: string;
            is_gift: boolean;
            gift_message: string;
            notes: string[];
            lines: components["schemas"]["PickupSlipLineOut"][];
        };
        PinIn: {
            password: string;
            pin: string;
        };
        PresenceIn: {
            /** @enum {string} */
            doing: "pickup" | "hand_over" | "change" | "return";
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            code: string;
            detail: string;
            /** @default null */
            field: string | null;
            /** @default [] */
            errors: components["schemas"]["FieldProblem"][];
        } & {
            [key: string]: unknown;
        };
        QuoteLineOut: {
            uid: string;
            sku: string;
            name: string;
            quantity: number;
            unit_price_minor: number;
            list_minor: number;
            discount_minor: number;
            total_minor: number;
            tax_rate_bp: number;
            /** @default [] */
            discounts: components["schemas"]["DiscountOut"][];
            /** @default false */
            is_extra: boolean;
        };
        RateFigureOut: {
            rate_bp: number;
            net_minor: number;
            tax_minor: number;
            gross_minor: number;
        };
        ReasonIn: {
            reason: string;
        };
        ReceiptLineOut: {
            sku: string;
            name: string;
            quantity: number;
            unit_price_minor: number;
            discount_minor: number;
            total_minor: number;
            tax_rate_bp: number;
            is_reduced_rate: boolean;
            /** @default [] */
            discounts: components["schemas"]["DiscountOut"][];
        };
        ReceiptMailIn: {
            email: string;
        };
        ReceiptMailOut: {
            /** Format: uuid */
            message_uid: string;
            email: string;
            is_new: boolean;
        };
        ReceiptOut: {
            number: string;
            kind: string;
            order_uid: string | null;
            order_number: string;
            /** Format: date-time */
            issued_at: string;
            issuer_name: string;
            issuer_number: string;
            store_code: string;
            store_name: string;
            /** @default  */
            store_address: string;
            /** @default  */
            store_phone: string;
            register_code: string;
            staff_name: string;
            member_number: string | null;
            /** @default false */
            is_pickup: boolean;
            lines: components["schemas"]["ReceiptLineOut"][];
            taxes: components["schemas"]["TaxOut"][];
            goods_minor: number;
            discount_minor: number;
            tax_minor: number;
            total_minor: number;
            /** @default true */
            prices_include_tax: boolean;
            /** @default [] */
            payments: components["schemas"]["ReceiptPaymentOut"][];
            /** @default 0 */
            points: number;
            points_balance: number | null;
            /** @default  */
            reason: string;
            /** @default  */
            original_number: string;
            original_at: string | null;
            /** @default  */
            original_store: string;
            voided_at: string | null;
            /** @default 0 */
            returned_minor: number;
            printed_count: number;
            /** @default false */
            is_reprint: boolean;
            can_be_made_out: boolean;
            /** @default 0 */
            formal_count: number;
            link: string;
            slip: components["schemas"]["SlipOut"];
        };
        ReceiptPaymentOut: {
            provider: string;
            amount_minor: number;
            tendered_minor: number | null;
            change_minor: number | null;
            /** @default  */
            name: string;
            /** @default  */
            reference: string;
            pieces: number | null;
            /** @default 0 */
            kept_minor: number;
        };
        ReferenceIn: {
            provider: string;
            reference: string;
        };
        RefundOut: {
            provider: string;
            amount_minor: number;
            is_sent: boolean;
            /** @default  */
            name: string;
            /** @default  */
            reference: string;
            /** @default 0 */
            kept_minor: number;
            /** @default false */
            is_voucher: boolean;
        };
        RegisterOut: {
            /** Format: uuid */
            uid: string;
            code: string;
            name: string;
        };
        RejectLineIn: {
            /** Format: uuid */
            uid: string;
            /** Format: uuid */
            line_uid: string;
            quantity: number;
            /** @enum {string} */
            reason: "not_found" | "damaged" | "other";
            /** @default  */
            words: string;
        };
        ResolvedMember: {
            /**
             * @default member
             * @constant
             */
            kind: "member";
            member: components["schemas"]["MemberOut"];
        };
        ResolvedPickup: {
            /**
             * @default pickup
             * @constant
             */
            kind: "pickup";
            order: components["schemas"]["OrderOut"];
        };
        ResolvedReceipt: {
            /**
             * @default receipt
             * @constant
             */
            kind: "receipt";
            receipt: components["schemas"]["ReceiptOut"];
        };
        ResolvedVariant: {
            /**
             * @default variant
             * @constant
             */
            kind: "variant";
            variant: components["schemas"]["TillVariantOut"];
        };
        ReturnAsked: {
            order_uid?: string | null;
            /** @default [] */
            lines: components["schemas"]["BackLineIn"][];
            /** @default [] */
            goods: components["schemas"]["BackGoodsIn"][];
            /** Format: uuid */
            uid: string;
            reason: string;
            expected_minor: number;
            /** @default [] */
            references: components["schemas"]["ReferenceIn"][];
            approval_uid?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            deed: "return_goods";
        };
        ReturnBrief: {
            /** Format: uuid */
            uid: string;
            number: string;
            store_name: string;
            /** Format: date-time */
            returned_at: string;
            total_minor: number;
            piece_count: number;
        };
        ReturnCouponOut: {
            code: string;
            name: string;
            is_use_returned: boolean;
        };
        ReturnDoneOut: {
            booked: components["schemas"]["ReturnOut"];
            receipt: components["schemas"]["ReceiptOut"];
        };
        ReturnLineOut: {
            line_uid: string | null;
            sku: string;
            name: string;
            quantity: number;
            condition: string;
            /** @default  */
            note: string;
            unit_price_minor: number;
            total_minor: number;
            tax_rate_bp: number;
        };
        ReturnOut: {
            /** Format: uuid */
            uid: string;
            number: string;
            order_uid: string | null;
            order_number: string;
            store: components["schemas"]["StoreBrief"];
            register_code: string;
            staff_name: string;
            channel: string;
            reason: string;
            /** Format: date-time */
            returned_at: string;
            lines: components["schemas"]["ReturnLineOut"][];
            taxes: components["schemas"]["TaxOut"][];
            goods_minor: number;
            discount_minor: number;
            tax_minor: number;
            total_minor: number;
            refunds: components["schemas"]["RefundOut"][];
            points: number;
            points_taken: number;
            points_owed: number;
            coupons: components["schemas"]["ReturnCouponOut"][];
            is_full: boolean;
        };
        ReturnQuoteOut: {
            amounts: number[];
            taxes: components["schemas"]["TaxOut"][];
            goods_minor: number;
            discount_minor: number;
            tax_minor: number;
            total_minor: number;
            cash_minor: number;
            refunds: components["schemas"]["RefundOut"][];
            points: number;
            is_full: boolean;
            needs_approval: string[];
        };
        ReturnRefusalOut: {
            code: string;
            message: string;
        };
        ReturnableLineOut: {
            /** Format: uuid */
            uid: string;
            sku: string;
            gtin: string | null;
            name: string;
            quantity: number;
            left_quantity: number;
            unit_price_minor: number;
            discount_minor: number;
            total_minor: number;
            tax_rate_bp: number;
        };
        ReturnableList: {
            sales: components["schemas"]["OrderBrief"][];
            named: string;
            name: string;
        };
        ReturnableOut: {
            order: components["schemas"]["OrderOut"];
            lines: components["schemas"]["ReturnableLineOut"][];
            returns: components["schemas"]["ReturnBrief"][];
            last_day: string | null;
            refusal: components["schemas"]["ReturnRefusalOut"] | null;
        };
        SaleDoneOut: {
            order: components["schemas"]["OrderOut"];
            receipt: components["schemas"]["ReceiptOut"];
            change_minor: number;
        };
        SaleIn: {
            /** Format: uuid */
            uid: string;
            lines: components["schemas"]["TillLineIn"][];
            /** @default [] */
            coupon_codes: string[];
            customer_uid?: string | null;
            tenders: components["schemas"]["TenderIn"][];
            expected_total_minor: number;
            delivery?: components["schemas"]["HomeDeliveryIn"] | null;
            /** @default [] */
            markdowns: components["schemas"]["MarkdownIn"][];
            approval_uid?: string | null;
            /** @default false */
            is_training: boolean;
        };
        SaleList: {
            sales: components["schemas"]["OrderBrief"][];
            returns: components["schemas"]["ReturnBrief"][];
        };
        SessionOut: {
            staff: components["schemas"]["StaffOut"];
            store: components["schemas"]["SessionStoreOut"];
            register: components["schemas"]["RegisterOut"];
            terms: components["schemas"]["TermsOut"];
            /** Format: date-time */
            valid_until: string;
        };
        SessionStoreOut: {
            /** Format: uuid */
            uid: string;
            code: string;
            name: string;
            time_zone: string;
            address: string;
            phone: string;
            issuer_name: string;
            issuer_number: string;
        };
        ShiftBrief: {
            /** Format: uuid */
            uid: string;
            number: number;
            register_name: string;
            /** Format: date-time */
            opened_at: string;
            opened_by: string;
            heard_at: string | null;
            closed_at: string | null;
            closed_by: string;
            opening_minor: number;
            expected_minor: number | null;
            counted_minor: number | null;
            difference_minor: number | null;
            reason: string;
            needs_reason: boolean;
            late_open: number;
        };
        ShiftCheckIn: {
            /** Format: uuid */
            uid: string;
            counts?: components["schemas"]["CountIn"][] | null;
            /** @default [] */
            tenders: components["schemas"]["TenderCountIn"][];
        };
        ShiftCheckOut: {
            /** Format: uuid */
            uid: string;
            staff_name: string;
            /** Format: date-time */
            checked_at: string;
            counted_minor: number | null;
            expected_minor: number | null;
            difference_minor: number | null;
            report: components["schemas"]["ShiftReportOut"] | null;
        };
        ShiftCloseIn: {
            counts: components["schemas"]["CountIn"][];
            /** @default [] */
            tenders: components["schemas"]["TenderCountIn"][];
            /** @default  */
            reason: string;
        };
        ShiftDeskOut: {
            /** Format: date-time */
            at: string;
            shift: components["schemas"]["ShiftOut"] | null;
            left_minor: number | null;
            in_no_shift: components["schemas"]["InNoShiftOut"];
            is_required: boolean;
            is_blind: boolean;
            denominations: number[];
        };
        ShiftIn: {
            /** Format: uuid */
            uid: string;
            counts?: components["schemas"]["CountIn"][] | null;
        };
        ShiftList: {
            shifts: components["schemas"]["ShiftBrief"][];
        };
        ShiftOut: {
            /** Format: uuid */
            uid: string;
            number: number;
            register_name: string;
            /** Format: date-time */
            opened_at: string;
            opened_by: string;
            heard_at: string | null;
            closed_at: string | null;
            closed_by: string;
            opening_minor: number;
            expected_minor: number | null;
            counted_minor: number | null;
            difference_minor: number | null;
            reason: string;
            needs_reason: boolean;
            late_open: number;
            opening_counts: components["schemas"]["CountOut"][] | null;
            found_minor: number | null;
            closing_counts: components["schemas"]["CountOut"][] | null;
            is_blind: boolean;
            report: components["schemas"]["ShiftReportOut"] | null;
            moves: components["schemas"]["CashMoveOut"][];
            checks: components["schemas"]["ShiftCheckOut"][];
            late: components["schemas"]["LateBatchOut"][];
        };
        ShiftReportOut: {
            cash: components["schemas"]["CashOut"];
            sales: components["schemas"]["FigureOut"];
            returns: components["schemas"]["FigureOut"];
            voids: components["schemas"]["FigureOut"];
            discounts: components["schemas"]["FigureOut"];
            total_minor: number;
            taxes: components["schemas"]["RateFigureOut"][];
            tenders: components["schemas"]["TenderFigureOut"][];
            held: components["schemas"]["TenderHeldOut"][];
            points: number;
            coupons: number;
            receipts: number;
            first_receipt: string;
            last_receipt: string;
        };
        ShipmentOut: {
            /** Format: uuid */
            uid: string;
            status: string;
            store_code: string;
            carrier: string;
            tracking_number: string;
            tracking_url: string;
            packed_at: string | null;
            shipped_at: string | null;
            lines: components["schemas"]["ParcelLineOut"][];
        };
        ShortIn: {
            /** Format: uuid */
            line_uid: string;
            picked_quantity: number;
            reason: string;
        };
        SignInIn: {
            staff_code: string;
            password: string;
            store_code: string;
            register_code: string;
            device_secret?: string | null;
        };
        SignedInOut: {
            staff: components["schemas"]["StaffOut"];
            store: components["schemas"]["SessionStoreOut"];
            register: components["schemas"]["RegisterOut"];
            terms: components["schemas"]["TermsOut"];
            /** Format: date-time */
            valid_until: string;
            token: string;
        };
        SlipGoodsOut: {
            name: string;
            rows: components["schemas"]["SlipRowOut"][];
        };
        SlipMarkOut: {
            words: string;
            detail: string;
        };
        SlipOut: {
            language: string;
            number: string;
            title: string;
            marks: components["schemas"]["SlipMarkOut"][];
            issuer: string;
            issuer_details: string[];
            recipient: string;
            facts: components["schemas"]["SlipRowOut"][];
            goods: components["schemas"]["SlipGoodsOut"][];
            sums: components["schemas"]["SlipRowOut"][];
            total: components["schemas"]["SlipRowOut"];
            statement: string[];
            taxes: components["schemas"]["SlipRowOut"][];
            tenders: components["schemas"]["SlipRowOut"][];
            points: components["schemas"]["SlipRowOut"][];
            notes: string[];
            link: string;
            link_words: string;
        };
        SlipRowOut: {
            name: string;
            value: string;
        };
        StaffOut: {
            /** Format: uuid */
            uid: string;
            code: string;
            name: string;
            deeds: string[];
            deeds_with_approval: string[];
        };
        StateOut: {
            status: string;
            /** Format: date-time */
            at: string;
        };
        StepOut: {
            /** @enum {string} */
            what: "ready" | "handed_over" | "rejected" | "canceled" | "changed" | "short" | "sourced" | "returned" | "voided";
            staff_name: string;
            register_name: string;
            /** Format: date-time */
            at: string;
            is_here: boolean;
        };
        StoreBrief: {
            code: string;
            name: string;
        };
        SwitchIn: {
            /** Format: uuid */
            staff_uid: string;
            pin: string;
        };
        TakeIn: {
            was_offline: boolean;
        };
        TakenOffIn: {
            code: string;
            discount_minor: number;
        };
        TaxOut: {
            rate_bp: number;
            net_minor: number;
            tax_minor: number;
            gross_minor: number;
        };
        TenderCountIn: {
            provider: string;
            counted_minor: number;
            pieces?: number | null;
        };
        TenderFigureOut: {
            provider: string;
            taken_minor: number;
            given_back_minor: number;
            /** @default  */
            name: string;
        };
        TenderHeldOut: {
            provider: string;
            name: string;
            is_counted: boolean;
            came_minor: number;
            back_minor: number;
            pieces: number;
            expected_minor: number;
            counted_minor: number | null;
            counted_pieces: number | null;
            difference_minor: number;
        };
        TenderIn: {
            /** Format: uuid */
            uid: string;
            /** @default cash */
            provider: string;
            amount_minor: number;
            reference?: string | null;
            pieces?: number | null;
        };
        TenderKindOut: {
            code: string;
            name: string;
            form: string;
            rest: string;
            refund_by: string;
            opens_drawer: boolean;
            is_counted: boolean;
            needs_reference: boolean;
            most_alone_minor: number | null;
            faces_minor: number[];
        };
        TermsOut: {
            shop_name: string;
            currency: string;
            prices_include_tax: boolean;
            /** @default [] */
            tenders: components["schemas"]["TenderKindOut"][];
        };
        TermsPage: {
            starts_anew: boolean;
            has_more: boolean;
            cursor: string;
            /** Format: date-time */
            as_of: string;
            total: number | null;
            gone: string[];
            /** @constant */
            part: "terms";
            rows: components["schemas"]["TermsRow"][];
        };
        TermsRow: {
            shop_name: string;
            currency: string;
            prices_include_tax: boolean;
            tax_rounding: string;
            discount_rounding: string;
            points_per_minor: [
                number,
                number
            ];
            tax_rates_bp: {
                [key: string]: number;
            };
            rule_version: number;
        };
        ThrowAwayIn: {
            reason: string;
        };
        TickedIn: {
            lines: components["schemas"]["TickedLineIn"][];
        };
        TickedLineIn: {
            /** Format: uuid */
            line_uid: string;
            quantity: number;
            seen_quantity: number;
        };
        TillLineIn: {
            /** Format: uuid */
            uid: string;
            sku: string;
            quantity: number;
            unit_price_minor?: number | null;
        };
        TillQuoteIn: {
            order_uid?: string | null;
            /** @default [] */
            lines: components["schemas"]["TillLineIn"][];
            /** @default [] */
            coupon_codes: string[];
            customer_uid?: string | null;
            delivery?: components["schemas"]["HomeDeliveryIn"] | null;
            /** @default [] */
            markdowns: components["schemas"]["MarkdownIn"][];
        };
        TillQuoteOut: {
            lines: components["schemas"]["QuoteLineOut"][];
            taxes: components["schemas"]["TaxOut"][];
            goods_minor: number;
            discount_minor: number;
            tax_minor: number;
            total_minor: number;
            points: number;
            /** @default [] */
            coupons: components["schemas"]["CouponApplied"][];
            /** @default [] */
            refused_coupons: components["schemas"]["CouponRefused"][];
            /** @default 0 */
            fees_minor: number;
            /** @default 0 */
            paid_minor: number;
            due_minor: number;
            /** @default 0 */
            markdown_minor: number;
            /** @default [] */
            needs_approval: string[];
            /** @default [] */
            offers: components["schemas"]["CouponOfferOut"][];
        };
        TillReturnIn: {
            order_uid?: string | null;
            /** @default [] */
            lines: components["schemas"]["BackLineIn"][];
            /** @default [] */
            goods: components["schemas"]["BackGoodsIn"][];
            /** Format: uuid */
            uid: string;
            reason: string;
            expected_minor: number;
            /** @default [] */
            references: components["schemas"]["ReferenceIn"][];
            approval_uid?: string | null;
        };
        TillReturnQuoteIn: {
            order_uid?: string | null;
            /** @default [] */
            lines: components["schemas"]["BackLineIn"][];
            /** @default [] */
            goods: components["schemas"]["BackGoodsIn"][];
        };
        TillStoreList: {
            shop_name: string;
            stores: components["schemas"]["TillStoreOut"][];
            is_device_needed: boolean;
        };
        TillStoreOut: {
            code: string;
            name: string;
            registers: components["schemas"]["RegisterOut"][];
        };
        TillVariantOut: {
            sku: string;
            gtin: string | null;
            name: string;
            price_minor: number;
            tax_rate_bp: number;
            available: number;
            category: string;
            picture_url: string | null;
        };
        TogetherOut: {
            status: string;
            others: components["schemas"]["ColleagueOut"][];
            picked: components["schemas"]["PickedLineOut"][];
            last: components["schemas"]["StepOut"] | null;
        };
        VariantList: {
            variants: components["schemas"]["TillVariantOut"][];
        };
        VoidAsked: {
            reason: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            deed: "void_sale";
            /** Format: uuid */
            order_uid: string;
        };
        VoidIn: {
            reason: string;
            /** @default [] */
            references: components["schemas"]["ReferenceIn"][];
            approval_uid?: string | null;
        };
        VoidOut: {
            order: components["schemas"]["OrderOut"];
            receipt: components["schemas"]["ReceiptOut"];
        };
        VoidPlanOut: {
            refunds: components["schemas"]["RefundOut"][];
        };
        WantedLineIn: {
            uid?: string | null;
            sku: string;
            quantity: number;
            unit_price_minor?: number | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
